package dev.crossdock.conformance.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    // Many are taken into use long after they were given, so who else looks for one must not be given the same, neither
    // in this process nor in the others that test beside it, which Surefire numbers.
    private static final int PROCESSES = 4;
    private static final int EACH = (BEYOND - FIRST) / PROCESSES;
    private static final int MINE = FIRST + Integer.getInteger("surefire.forkNumber", 0) % PROCESSES * EACH;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FixedPort() {}

    /** One that is free now, and given to nobody else. */
    public static int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(MINE, MINE + EACH);
            try (ServerSocket probe = new ServerSocket(port)) {
                if (GIVEN.add(port)) {
                    return probe.getLocalPort();
                }
            } catch (IOException taken) {
                // another one
            }
        }
        throw new IllegalStateException("wanted a free port between " + MINE + " and " + (MINE + EACH) + " of "
                + InetAddress.getLoopbackAddress() + ", found none in 100 attempts");
    }

    /** What {@code GenericContainer.setPortBindings} takes. */
    public static String binding(int port, int inTheContainer) {
        return port + ":" + inTheContainer;
    }
}
