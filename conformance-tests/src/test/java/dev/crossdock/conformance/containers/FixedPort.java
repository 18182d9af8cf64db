package dev.crossdock.conformance.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of this machine that a container keeps when it is stopped and started again; one that the engine chooses moves.
 *
 * <p>It lies below the range from which systems take ports for outgoing connections and engines those that they choose, so
 * that nobody takes it while the container is down.
 */
public final class FixedPort {
    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    private FixedPort() {}

    /** One that is free now. */
    public static int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // another one
            }
        }
        throw new IllegalStateException("wanted a free port between " + FIRST + " and " + BEYOND + " of "
                + InetAddress.getLoopbackAddress() + ", found none in 100 attempts");
    }

    /** What {@code GenericContainer.setPortBindings} takes. */
    public static String binding(int port, int inTheContainer) {
        return port + ":" + inTheContainer;
    }
}
