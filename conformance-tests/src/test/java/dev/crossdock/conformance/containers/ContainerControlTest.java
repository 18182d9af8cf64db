package dev.crossdock.conformance.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

@Tag("containers")
class ContainerControlTest {
    private static final int AMQP = 5672;
    private static final byte[] HELLO = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    @Test
    void whatIsDoneToTheContainerShowsAtTheSamePort() {
        int port = FixedPort.free();
        try (GenericContainer<?> broker = new GenericContainer<>("rabbitmq:4.3-management")) {
            broker.setPortBindings(List.of(FixedPort.binding(port, AMQP)));
            broker.withLabels(RunLabels.ofThisRun())
                    .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1))
                    .start();
            ContainerControl control =
                    new ContainerControl(broker, port, () -> greets(broker.getHost(), port), () -> {});
            assertThat(greets(broker.getHost(), port)).isTrue();

            control.pause();
            assertThat(greets(broker.getHost(), port)).as("paused").isFalse();
            control.resume();
            control.resume();
            assertThat(greets(broker.getHost(), port)).as("resumed").isTrue();

            control.kill();
            assertThat(greets(broker.getHost(), port)).as("killed").isFalse();
            control.start();
            assertThat(greets(broker.getHost(), port))
                    .as("started after a kill")
                    .isTrue();

            control.pause();
            control.stop();
            assertThat(greets(broker.getHost(), port)).as("stopped").isFalse();
            control.start();
            assertThat(greets(broker.getHost(), port))
                    .as("started after a stop")
                    .isTrue();
        }
    }

    /** The broker answers the header of the protocol with the first frame. */
    private static boolean greets(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(HELLO);
            return socket.getInputStream().read() == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
