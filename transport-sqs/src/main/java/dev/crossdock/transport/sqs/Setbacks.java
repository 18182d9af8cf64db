package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import java.time.Duration;

/**
 * Requests for messages that fail one after another: how long to ask for nothing, and when somebody is to be told. There is
 * no session that could be lost, so a failure that may pass is only told after some time without any answer. Thread-safe.
 */
final class Setbacks {
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

    private final long patience;
    private boolean everAnswered;
    private long lastAnswer;
    private long pause;
    private long pauseEnd;

    /** @param patience how long without an answer nobody is told */
    Setbacks(Duration patience) {
        this.patience = patience.toNanos();
    }

    /** One was answered. */
    synchronized void answered(long now) {
        everAnswered = true;
        lastAnswer = now;
        pause = 0;
    }

    /**
     * One has failed; from now on there is a pause.
     *
     * @param begun when it was asked
     * @return whether that is to be told, because it will not pass or has lasted for too long
     */
    synchronized boolean failed(Throwable failure, long begun, long now) {
        ErrorCode code = NativeFailures.classify(failure);
        boolean mayPass = code == ErrorCode.UNAVAILABLE || code == ErrorCode.OVERLOADED;
        if (!everAnswered || !mayPass) {
            return true;
        }
        if (pause == 0) {
            // Nothing may have been asked for hours: that counts as little as an answer.
            lastAnswer = begun - lastAnswer > 0 ? begun : lastAnswer;
        }
        // Those that fail together are one setback.
        if (pause == 0 || pauseEnd - now <= 0) {
            pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * pause));
            pauseEnd = now + pause;
        }
        return now - lastAnswer >= patience;
    }

    /** For how long nothing is to be asked; 0 or less for no time. */
    synchronized long pauseLeft(long now) {
        return pause == 0 ? 0 : pauseEnd - now;
    }
}
