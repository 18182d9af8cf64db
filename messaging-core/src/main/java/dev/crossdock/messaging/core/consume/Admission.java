package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message is handed to its handler: is it due, has it tries left, can it be read, was it handled before. Runs on
 * a worker's thread.
 */
final class Admission<T> {
    private static final String UNKNOWN_ID = "unknown";
    private static final Duration FIRST_BUSY_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_BUSY_PAUSE = Duration.ofSeconds(5);

    private final Membership<T> member;
    private final @Nullable Guard<T> guard;
    private final Settling settling;
    private final Aftermath<T> aftermath;
    private final int attemptLimit;
    private final ThreadLocal<Papers> papers = ThreadLocal.withInitial(Papers::new);

    Admission(Membership<T> member, @Nullable Guard<T> guard, Settling settling, Aftermath<T> aftermath) {
        this.member = member;
        this.guard = guard;
        this.settling = settling;
        this.aftermath = aftermath;
        this.attemptLimit = member.settings().retry().attemptLimit();
    }

    /**
     * The message as its handler gets it; {@code null} if it does not, and then what follows instead has been begun.
     *
     * @throws RuntimeException if what the program has supplied fails: the attempt has failed
     */
    @Nullable Message<T> admit(InFlight message) {
        WireMessage wire = message.delivery.message();
        Papers read = papers.get();
        read.read(wire.headers());
        message.id = read.id.isEmpty() ? UNKNOWN_ID : read.id;
        message.attempt = read.retryCount + message.delivery.deliveryCount() + message.attemptsInPlace();
        if (read.damage != null) {
            message.attempt--;
            aftermath.deadLetter(message, DeadLetterReason.UNDECODABLE, read.damage, null);
            return null;
        }
        if (read.notBefore != null && waits(message, read.notBefore)) {
            return null;
        }
        if (message.attempt > attemptLimit && !message.isPardoned()) {
            message.attempt--;
            aftermath.deadLetter(
                    message,
                    DeadLetterReason.RETRIES_EXHAUSTED,
                    "attempt " + message.attempt + " ended without an answer: its process died or lost the message",
                    null);
            return null;
        }
        if (mustBeAlone(message)) {
            settling.waitToBeAlone(message);
            return null;
        }
        Message<T> received;
        try {
            T body = member.of().codec().decode(wire.body(), wire.headers());
            Objects.requireNonNull(body, "the codec decoded nothing");
            received = new Message<>(message.id, body, wire.key(), read.user, Duration.ZERO);
        } catch (Throwable undecodable) {
            message.attempt--;
            aftermath.deadLetter(message, DeadLetterReason.UNDECODABLE, describe(undecodable), undecodable);
            return null;
        }
        return guard == null || letThrough(guard, message, received) ? received : null;
    }

    // What was in hand with a message that killed its process came back together with it, as often as it did. Which of
    // them it was shows when each makes its last attempt alone.
    private boolean mustBeAlone(InFlight message) {
        return message.attempt == attemptLimit
                && message.delivery.cameBackUnanswered()
                && !message.session.isAlone()
                && !aftermath.hasSeenFail(message);
    }

    // A message that waits is no attempt.
    private boolean waits(InFlight message, Instant due) {
        Duration remaining = Duration.between(member.engine().time().now(), due);
        if (remaining.isZero() || remaining.isNegative()) {
            return false;
        }
        aftermath.waitUntilDue(message, remaining);
        return true;
    }

    private boolean letThrough(Guard<T> theGuard, InFlight message, Message<T> received) {
        String key = theGuard.keyOf(received);
        if (key == null) {
            if (theGuard.onMissingKey() == Idempotency.MissingKey.HANDLE) {
                return true;
            }
            message.attempt--;
            aftermath.deadLetter(
                    message,
                    DeadLetterReason.REJECTED,
                    "an idempotent consumer wants a key of each message, found one without",
                    null);
            return false;
        }
        try {
            Claim claim = theGuard.claim(key, message);
            if (claim instanceof Claim.Acquired acquired) {
                message.claim = acquired;
                return true;
            }
            if (claim instanceof Claim.Busy busy) {
                Duration pause = Pauses.doubled(FIRST_BUSY_PAUSE, message.setback().deferrals++, LONGEST_BUSY_PAUSE);
                defer(message, Pauses.shorter(busy.retryAfter(), pause));
                return false;
            }
            member.engine().events().emit(new MessagingEvent.Duplicate(member.topic(), member.group(), message.id));
            settling.acceptAndGoOn(message);
        } catch (Throwable storeFailed) {
            theGuard.tell(message.id, storeFailed);
            defer(message, Guard.STORE_PAUSE);
        }
        return false;
    }

    private void defer(InFlight message, Duration pause) {
        member.engine().events().emit(new MessagingEvent.Deferred(member.topic(), member.group(), message.id, pause));
        settling.park(message, pause, null);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }
}
