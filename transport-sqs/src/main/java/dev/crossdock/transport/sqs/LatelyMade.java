package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What was made here a moment ago. SQS and SNS may deny for a while that it is there, now and then and not everywhere, so
 * it is asked for again. Thread-safe.
 */
final class LatelyMade {
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 100;

    private final Map<Address, Long> made = new ConcurrentHashMap<>();

    void add(Address address) {
        made.put(address, System.nanoTime());
    }

    /** Does something with these; again and again while one of them is said to be missing that was made lately. */
    <T> T use(Callable<T> action, Address... addresses) throws Exception {
        while (true) {
            try {
                return action.call();
            } catch (Exception e) {
                if (!NativeFailures.isMissing(e) || !hasAny(addresses)) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean hasAny(Address... addresses) {
        for (Address address : addresses) {
            Long since = made.get(address);
            if (since != null && System.nanoTime() - since < PATIENCE) {
                return true;
            }
        }
        return false;
    }
}
