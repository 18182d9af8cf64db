package dev.crossdock.conformance.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import dev.crossdock.conformance.BrokerControl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/**
 * Pauses, stops, kills and starts a broker's container. The container must have fixed ports, see {@link FixedPort}, and
 * keep its data in its own file system, which outlives its process.
 *
 * <p>What is already so is left so: to resume a container that is not paused does nothing.
 */
public final class ContainerControl implements BrokerControl {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SECONDS_TO_STOP = 30;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final GenericContainer<?> container;
    private final int port;
    private final BooleanSupplier answers;
    private final Runnable dropConnections;
    private final @Nullable Exhaustion exhaustion;

    /** Controls a container that runs and cannot be made to run out of anything. */
    public ContainerControl(
            GenericContainer<?> container, int port, BooleanSupplier answers, Runnable dropConnections) {
        this(container, port, answers, dropConnections, null);
    }

    /**
     * Controls a container that runs.
     *
     * @param port the port of this machine at which the broker listens
     * @param answers whether the broker serves clients; asked again and again, must return soon, may throw
     * @param dropConnections breaks all connections of clients
     * @param exhaustion makes it run out of something
     */
    public ContainerControl(
            GenericContainer<?> container,
            int port,
            BooleanSupplier answers,
            Runnable dropConnections,
            @Nullable Exhaustion exhaustion) {
        this.container = container;
        this.port = port;
        this.answers = answers;
        this.dropConnections = dropConnections;
        this.exhaustion = exhaustion;
    }

    @Override
    public void dropConnections() {
        dropConnections.run();
    }

    @Override
    public void exhaust(String topic) {
        exhaustion().begin(topic);
    }

    @Override
    public void relieve(String topic) {
        exhaustion().end(topic);
    }

    private Exhaustion exhaustion() {
        if (exhaustion == null) {
            throw new UnsupportedOperationException("this broker cannot be exhausted");
        }
        return exhaustion;
    }

    @Override
    public void pause() {
        if (!Boolean.TRUE.equals(state().getPaused())) {
            engine().pauseContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void resume() {
        if (Boolean.TRUE.equals(state().getPaused())) {
            engine().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            engine().killContainerCmd(container.getContainerId()).exec();
            awaitTheEnd();
        }
    }

    @Override
    public void stop() {
        if (isRunning()) {
            // A process that is paused does not see the signal that asks it to end.
            resume();
            engine().stopContainerCmd(container.getContainerId())
                    .withTimeout(SECONDS_TO_STOP)
                    .exec();
            awaitTheEnd();
        }
    }

    @Override
    public void start() {
        if (!isRunning()) {
            engine().startContainerCmd(container.getContainerId()).exec();
        }
        await("to answer", this::answersNow);
    }

    private void awaitTheEnd() {
        engine().waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        // The engine's own proxy may hold the port a moment longer.
        await("to refuse connections", () -> !isListening());
    }

    /** A broker that is starting may answer with any failure. */
    private boolean answersNow() {
        if (!isRunning()) {
            throw new IllegalStateException(
                    "the broker ended while it was started; its last words:\n" + lastWords(container.getLogs()));
        }
        try {
            return answers.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(container.getHost(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    private ContainerState state() {
        return engine().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s for "
                        + container.getDockerImageName() + " at port " + port + " " + what + "; its last words:\n"
                        + lastWords(container.getLogs()));
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static String lastWords(String log) {
        return log.substring(Math.max(0, log.length() - 4_000));
    }
}
