package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Failure;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.core.Aside;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.core.dead.Envelope;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.core.retry.RetryRoute;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a message was not accepted: the policy's decision, and the road that it takes.
 *
 * <p>Wherever a copy is made, the broker has confirmed it before the message is settled. A copy that cannot be made is
 * tried again and again, with growing pauses, and the message stays here meanwhile.
 */
final class Aftermath<T> {
    private static final Duration AFTER_BROKEN_POLICY = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Membership<T> member;
    private final Settling settling;
    private final Aside aside;
    private final Consumer<InFlight> stop;
    private final FirstAttempts firstAttempts = new FirstAttempts();
    private final Map<InFlight, Throwable> notHandedOver = new ConcurrentHashMap<>();

    Aftermath(Membership<T> member, Settling settling, Aside aside, Consumer<InFlight> stop) {
        this.member = member;
        this.settling = settling;
        this.aside = aside;
        this.stop = stop;
    }

    /** An attempt has failed. */
    void failed(InFlight message, Throwable cause, @Nullable Duration wanted) {
        message.setback().firstAttemptAt = firstAttemptOf(message);
        message.setback().unnoted = true;
        if (message.lost) {
            settling.letGo(message);
            return;
        }
        Outcome decision = decide(message, cause);
        if (decision instanceof Outcome.DeadLetter dead) {
            deadLetter(message, dead.reason(), dead.message(), cause);
        } else if (decision instanceof Outcome.Retry retry) {
            Duration delay = wanted != null ? wanted : retry.delay() != null ? retry.delay() : Duration.ZERO;
            retry(message, delay);
        } else {
            tell(new MessagingEvent.Discarded(
                    member.topic(), member.group(), message.id, DeadLetterReason.NON_RETRYABLE));
            settling.acceptAndGoOn(message);
        }
    }

    /** A message is to be set aside, or whatever the consumer is told to do instead. */
    void deadLetter(InFlight message, DeadLetterReason reason, String text, @Nullable Throwable cause) {
        OnExhausted choice = member.settings().onExhausted();
        if (message.lost) {
            settling.letGo(message);
        } else if (choice == OnExhausted.DISCARD) {
            tell(new MessagingEvent.Discarded(member.topic(), member.group(), message.id, reason));
            settling.acceptAndGoOn(message);
        } else if (choice == OnExhausted.STOP) {
            tell(new MessagingEvent.Stopped(member.topic(), member.group(), message.id, reason));
            settling.parkWithoutAlarm(message);
            stop.accept(message);
        } else {
            bury(message, Envelope.Notes.FULL, reason, text, cause);
        }
    }

    /** A message has come before its time. */
    void waitUntilDue(InFlight message, Duration remaining) {
        if (remaining.compareTo(DelayLadder.FINEST) < 0) {
            settling.park(message, remaining, null);
        } else {
            WireMessage unchanged = message.delivery.message();
            handOver(
                    message,
                    () -> member.engine().sender().sendLater(member.inbox(), unchanged, remaining),
                    () -> {},
                    failure -> false);
        }
    }

    private Outcome decide(InFlight message, Throwable cause) {
        try {
            Outcome decision = member.settings().retry().decide(new Failure(cause, message.attempt, message.id));
            if (decision != null) {
                return decision;
            }
            throw new NullPointerException("the retry policy decided nothing");
        } catch (Throwable broken) {
            tell(new MessagingEvent.ExtensionFailed(
                    member.topic(), member.group(), message.id, "retry policy", broken));
            return new Outcome.Retry(AFTER_BROKEN_POLICY);
        }
    }

    private void retry(InFlight message, Duration delay) {
        RetryRoute route = RetryRoute.choose(
                member.engine().transport().capabilities(), member.settings().ordering(), delay);
        switch (route) {
            case RELEASE -> {
                tellRetry(message, delay);
                settling.release(message, delay);
            }
            case IN_PLACE -> retryInPlace(message, delay);
            case RESEND -> resend(message, delay);
        }
    }

    private void retryInPlace(InFlight message, Duration delay) {
        tellRetry(message, delay);
        message.setback().attemptsInPlace++;
        settling.note(message);
        settling.park(message, delay, null);
    }

    private void resend(InFlight message, Duration delay) {
        WireMessage original = message.delivery.message();
        // One without an id gets one now: copies of two that look the same must not look like copies of one.
        String id = original.headers().contains(WireHeaders.ID)
                ? message.id
                : Message.of(original.body()).id();
        Headers headers = original.headers()
                .without(WireHeaders.NOT_BEFORE)
                .with(WireHeaders.ID, id)
                .with(WireHeaders.RETRY_COUNT, Integer.toString(message.attempt));
        Instant first = message.setback().firstAttemptAt;
        if (first != null) {
            headers = headers.with(WireHeaders.FIRST_ATTEMPT_AT, first.toString());
        }
        WireMessage copy = new WireMessage(original.body(), original.key(), headers);
        handOver(
                message,
                () -> member.engine().sender().sendLater(member.inbox(), copy, delay),
                () -> tellRetry(message, delay),
                failure -> {
                    // The copy's headers were the straw: the message itself fits, so it waits here.
                    if (code(failure) == ErrorCode.TOO_LARGE) {
                        retryInPlace(message, delay);
                        return true;
                    }
                    return false;
                });
    }

    private void bury(
            InFlight message, Envelope.Notes notes, DeadLetterReason reason, String text, @Nullable Throwable cause) {
        Envelope envelope = new Envelope(
                message.delivery.message(),
                reason,
                cause,
                text,
                message.attempt,
                message.setback().firstAttemptAt,
                message.delivery.source(),
                member.topic(),
                member.group(),
                member.engine().time().now());
        WireMessage dead = envelope.toWire(notes);
        handOver(
                message,
                () -> member.engine().sender().send(member.deadLetters(), dead),
                () -> {
                    firstAttempts.forget(message.id);
                    tell(new MessagingEvent.DeadLettered(
                            member.topic(), member.group(), message.id, reason, message.attempt));
                },
                failure -> {
                    Envelope.Notes fewer = notes.smaller().orElse(null);
                    if (code(failure) == ErrorCode.TOO_LARGE && fewer != null) {
                        bury(message, fewer, reason, text, cause);
                        return true;
                    }
                    return false;
                });
    }

    /**
     * Makes a copy and, once the broker has confirmed it, settles the message.
     *
     * @param otherwise may take over after a failure, by returning {@code true}
     */
    private void handOver(
            InFlight message,
            Supplier<CompletableFuture<Void>> copy,
            Runnable onConfirmed,
            Predicate<Throwable> otherwise) {
        if (message.lost) {
            settling.letGo(message);
            return;
        }
        message.become(InFlight.HANDING);
        var unused = copy.get().whenComplete((nothing, failure) -> {
            if (failure == null) {
                notHandedOver.remove(message);
                onConfirmed.run();
                settling.acceptAndGoOn(message);
            } else {
                // This may be the client's own thread, which must not wait for room to send.
                aside.run(() -> {
                    if (!otherwise.test(failure)) {
                        handOverLater(message, copy, onConfirmed, otherwise, failure);
                    }
                });
            }
        });
    }

    private void handOverLater(
            InFlight message,
            Supplier<CompletableFuture<Void>> copy,
            Runnable onConfirmed,
            Predicate<Throwable> otherwise,
            Throwable failure) {
        forgetLost();
        notHandedOver.put(message, unwrap(failure));
        Duration pause = Pauses.doubled(FIRST_PAUSE, message.setback().handOversFailed++, LONGEST_PAUSE);
        tell(new MessagingEvent.HandOverFailed(member.topic(), member.group(), message.id, unwrap(failure)));
        mend(failure);
        settling.park(message, pause, () -> handOver(message, copy, onConfirmed, otherwise));
    }

    // Where the copy was to go may have been deleted.
    private void mend(Throwable failure) {
        try {
            Groundwork.mend(member, unwrap(failure));
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // The next attempt tells what is wrong.
        }
    }

    /** Why some message cannot be handed over at the moment, if there is one. */
    @Nullable Throwable trouble() {
        forgetLost();
        return notHandedOver.values().stream().findAny().orElse(null);
    }

    private void forgetLost() {
        notHandedOver.keySet().removeIf(message -> message.lost);
    }

    /** Whether an attempt of it has failed in this process, lately. */
    boolean hasSeenFail(InFlight message) {
        return firstAttempts.knows(message.id);
    }

    private Instant firstAttemptOf(InFlight message) {
        Instant carried = WireHeaders.instant(message.delivery.message().headers(), WireHeaders.FIRST_ATTEMPT_AT);
        if (carried != null) {
            return carried;
        }
        return firstAttempts.of(message.id, member.engine().time().now());
    }

    private void tellRetry(InFlight message, Duration delay) {
        tell(new MessagingEvent.RetryScheduled(member.topic(), member.group(), message.id, message.attempt + 1, delay));
    }

    private void tell(MessagingEvent event) {
        member.engine().events().emit(event);
    }

    private static @Nullable ErrorCode code(Throwable failure) {
        return unwrap(failure) instanceof MessagingException known ? known.code() : null;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
