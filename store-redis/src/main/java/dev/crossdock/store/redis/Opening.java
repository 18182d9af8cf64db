package dev.crossdock.store.redis;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Opens what may not be ready at once. The client gives out a connection a moment before it accepts commands over it, if the
 * machine is busy: it makes the connection known and has the event loop activate it afterwards (seen with Lettuce 6.8.2,
 * about once in sixty openings on two processors under load). A server that is just starting looks the same.
 */
final class Opening {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Opening() {}

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
