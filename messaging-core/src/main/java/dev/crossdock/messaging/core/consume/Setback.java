package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.TimeSource.Alarm;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What there is to know about a message that was not simply handled. Its owner's, as all of {@link InFlight}. */
final class Setback {
    int attemptsInPlace;
    int handOversFailed;
    int deferrals;
    boolean pardoned;

    /** An attempt was made that only this process knows of. */
    boolean unnoted;

    Duration releaseDelay = Duration.ZERO;

    @Nullable Instant firstAttemptAt;

    @Nullable Alarm alarm;

    @Nullable Runnable continuation;
}
