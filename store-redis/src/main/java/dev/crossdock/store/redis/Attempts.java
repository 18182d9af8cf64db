package dev.crossdock.store.redis;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asks again for what may not be ready at once. The client rejects commands in moments at which the server is there: a
 * connection is given out before its commands are taken, and a cluster's connection to a node is made when the first command
 * for it comes, which is rejected by then (seen with Lettuce 6.8.2 on a busy machine, in one of sixty openings; from 7.7 on
 * {@code ClusterDistributionChannelWriter} rejects each of them). A server that is just starting looks the same.
 */
final class Attempts {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Attempts() {}

    /**
     * Attempts until it works, is refused for good, or the time is over; an attempt that is under way is not ended.
     *
     * @throws MessagingException the one of the last attempt; {@link ErrorCode#UNAVAILABLE} only when the time is over
     */
    static <T> T within(Duration time, Supplier<T> attempt) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                return attempt.get();
            } catch (MessagingException e) {
                boolean over =
                        System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted();
                if (e.code() != ErrorCode.UNAVAILABLE || over) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
