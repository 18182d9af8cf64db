package dev.crossdock.messaging.core.retry;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;

/** By which road a failed message comes again. The one place that looks at what the broker can do with a failure. */
public enum RetryRoute {
    /** It stays in hand, and its key with it, and is attempted again when the delay is over. */
    IN_PLACE,
    /** It goes back to the broker, which delivers it after the delay and counts. */
    RELEASE,
    /** A copy that carries the count is sent to the group's inbox, then it is settled. */
    RESEND;

    /** Chooses. Pure. */
    public static RetryRoute choose(Capabilities broker, Ordering ordering, Duration delay) {
        boolean releasable =
                broker.releases() && broker.countsDeliveries() && delay.compareTo(broker.maxReleaseDelay()) <= 0;
        if (ordering == Ordering.PER_KEY) {
            // A copy would arrive behind its younger neighbours.
            return releasable && broker.releaseHoldsKey() ? RELEASE : IN_PLACE;
        }
        if (releasable) {
            return RELEASE;
        }
        // The ladder's first step would round such a delay up to a second and cost a copy.
        return delay.compareTo(DelayLadder.FINEST) < 0 ? IN_PLACE : RESEND;
    }
}
