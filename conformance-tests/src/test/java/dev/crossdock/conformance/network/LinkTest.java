package dev.crossdock.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final int SOON_MILLIS = 5_000;
    private static final int A_MOMENT_MILLIS = 300;

    private ServerSocket echo;
    private Thread accepting;
    private Link link;

    @BeforeEach
    void aBrokerThatRepeatsWhatItHears() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accepting = daemon(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    daemon(() -> repeat(socket));
                } catch (IOException e) {
                    // It is closed.
                }
            }
        });
        link = Link.open(0, (InetSocketAddress) echo.getLocalSocketAddress());
    }

    @AfterEach
    void itEnds() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void anUntouchedLinkPassesEveryByteOnBothWays() throws Exception {
        byte[] sent = random(3_000_000);
        try (Socket client = connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            sending.join();
        }
        assertPassed(Direction.TO_BROKER, sent.length);
        assertPassed(Direction.TO_CLIENTS, sent.length);
        assertThat(link.broken()).isZero();
    }

    @Test
    void aResetBreaksConnectionsAndLetsNewOnesThrough() throws Exception {
        try (Socket client = connect();
                Socket second = connect()) {
            roundTrip(client);
            roundTrip(second);
            link.reset();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(link.broken()).isEqualTo(2);
        assertThat(link.connections()).isZero();
        try (Socket client = connect()) {
            roundTrip(client);
        }
    }

    @Test
    void aCutLinkRefusesWhoeverComesUntilItIsMended() throws Exception {
        link.cut();
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        roundTrip(client);
                    }
                })
                .isInstanceOf(IOException.class);
        link.mend();
        try (Socket client = connect()) {
            roundTrip(client);
        }
    }

    @Test
    void whatIsHeldArrivesWhenTheLinkIsMendedAndNobodyIsToldBefore() throws Exception {
        try (Socket client = connect()) {
            roundTrip(client);
            link.hold(Direction.TO_CLIENTS);
            client.getOutputStream().write(7);
            client.setSoTimeout(A_MOMENT_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertPassed(Direction.TO_BROKER, 2);
            link.mend();
            client.setSoTimeout(SOON_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void whatIsHeldIsLostInAReset() throws Exception {
        try (Socket client = connect()) {
            roundTrip(client);
            link.hold(Direction.TO_BROKER);
            client.getOutputStream().write(7);
            link.reset();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertPassed(Direction.TO_BROKER, 1);
    }

    @Test
    void aConnectionBreaksAfterExactlySoManyBytes() throws Exception {
        byte[] sent = random(100_000);
        link.breakAfter(Direction.TO_CLIENTS, 12_345);
        try (Socket client = connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));
            byte[] received = new byte[sent.length];
            int count = 0;
            try {
                for (int read = 0;
                        read >= 0;
                        read = client.getInputStream().read(received, count, sent.length - count)) {
                    count += read;
                }
            } catch (SocketException e) {
                // It was broken.
            }
            assertThat(count).isLessThanOrEqualTo(12_345);
            sending.exceptionally(e -> null).join();
        }
        assertPassed(Direction.TO_CLIENTS, 12_345);
        assertThat(link.broken()).isEqualTo(1);
        try (Socket client = connect()) {
            roundTrip(client);
        }
    }

    @Test
    void latencyDelaysEachWayAndKeepsTheOrder() throws Exception {
        link.slow(Delay.latency(Duration.ofMillis(100), Duration.ofMillis(50), 1));
        byte[] sent = random(20_000);
        try (Socket client = connect()) {
            long began = System.nanoTime();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(199));
            sending.join();
            link.mend();
            roundTrip(client);
        }
    }

    @Test
    void bandwidthIsWhatWasAskedFor() throws Exception {
        link.slow(Delay.bandwidth(20_000));
        byte[] sent = random(10_000);
        try (Socket client = connect()) {
            long began = System.nanoTime();
            send(client, sent);
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(490));
        }
    }

    @Test
    void aBrokerThatIsDownIsRefusedAndFoundAgain() throws Exception {
        InetSocketAddress address = (InetSocketAddress) echo.getLocalSocketAddress();
        echo.close();
        // Whoever waits for a connection may get one more after that.
        accepting.join();
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        roundTrip(client);
                    }
                })
                .isInstanceOf(IOException.class);
        try (ServerSocket again = new ServerSocket(address.getPort(), 50, address.getAddress())) {
            daemon(() -> {
                try {
                    repeat(again.accept());
                } catch (IOException e) {
                    // It is closed.
                }
            });
            try (Socket client = connect()) {
                roundTrip(client);
            }
        }
    }

    /** What has arrived is counted a moment later. */
    private void assertPassed(Direction direction, long bytes) {
        long end = System.nanoTime() + Duration.ofMillis(SOON_MILLIS).toNanos();
        while (link.passed(direction) < bytes && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(link.passed(direction)).isEqualTo(bytes);
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        client.setSoTimeout(SOON_MILLIS);
        return client;
    }

    private static void roundTrip(Socket client) throws IOException {
        client.getOutputStream().write(1);
        int read = client.getInputStream().read();
        if (read < 0) {
            throw new IOException("the connection has ended");
        }
        assertThat(read).isEqualTo(1);
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The link has broken it.
        }
    }

    private static void repeat(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // It was broken.
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
