package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** The broker of this process: one for all who ask, removed when the last of them has left. */
final class RabbitMqContainer {
    private static final int AMQP = 5672;
    private static final int MANAGEMENT = 15672;

    /**
     * How often the broker counts a queue's messages; once in five seconds would make a scenario of every look. And how long
     * its lanes wait for the confirm of a copy before they send it again: three minutes by default, which a lane that is up
     * before its inbox after a restart needs, and no scenario waits for.
     */
    private static final String IMPATIENT =
            "[{rabbit, [{quorum_tick_interval, 1000}, {dead_letter_worker_publisher_confirm_timeout, 5000}]}].\n";

    private static final String PUBLISH_OFTEN = "collect_statistics_interval = 500\n";

    private static final String IMAGE =
            "rabbitmq:" + System.getProperty("conformance.rabbitmq.version", "4.3") + "-management";

    private static final Object GUARD = new Object();
    private static @Nullable RabbitMqContainer running;
    private static int users;

    private final GenericContainer<?> container = new GenericContainer<>(IMAGE);
    private final int port = FixedPort.free();
    private final int managementPort = FixedPort.free();

    private RabbitMqContainer() {
        container.setPortBindings(
                List.of(FixedPort.binding(port, AMQP), FixedPort.binding(managementPort, MANAGEMENT)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withCopyToContainer(Transferable.of(IMPATIENT), "/etc/rabbitmq/advanced.config")
                .withCopyToContainer(Transferable.of(PUBLISH_OFTEN), "/etc/rabbitmq/conf.d/90-conformance.conf")
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
    }

    static RabbitMqContainer shared() {
        synchronized (GUARD) {
            RabbitMqContainer broker = running;
            if (broker == null) {
                broker = new RabbitMqContainer();
                running = broker;
            }
            users++;
            return broker;
        }
    }

    static void leave() {
        synchronized (GUARD) {
            users--;
            if (users == 0 && running != null) {
                running.container.stop();
                running = null;
            }
        }
    }

    GenericContainer<?> container() {
        return container;
    }

    String host() {
        return container.getHost();
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }
}
