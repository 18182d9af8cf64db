package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.AsyncHandler;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.HandlerAskedForRetry;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.core.Aside;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one message: its {@link Admission}, then its handler, then what the handler said. Runs on a worker's
 * thread; never throws.
 */
final class Handling<T> implements Workers.Work {
    /** How a handler is called; one of the two is there. */
    record Handlers<T>(
            @Nullable DecidingHandler<? super T> blocking,
            @Nullable AsyncHandler<? super T> async) {}

    private final Membership<T> member;
    private final Handlers<T> handlers;
    private final @Nullable Guard<T> guard;
    private final Settling settling;
    private final Aftermath<T> aftermath;
    private final Aside aside;
    private final Permits permits;
    private final Runnable signal;
    private final BooleanSupplier interrupting;
    private final Admission<T> admission;
    private final boolean silent;

    Handling(
            Membership<T> member,
            Handlers<T> handlers,
            @Nullable Guard<T> guard,
            Settling settling,
            Aftermath<T> aftermath,
            Aside aside,
            Permits permits,
            Runnable signal,
            BooleanSupplier interrupting) {
        this.member = member;
        this.handlers = handlers;
        this.guard = guard;
        this.settling = settling;
        this.aftermath = aftermath;
        this.aside = aside;
        this.permits = permits;
        this.signal = signal;
        this.interrupting = interrupting;
        this.admission = new Admission<>(member, guard, settling, aftermath);
        this.silent = member.engine().events().silent();
    }

    @Override
    public @Nullable InFlight run(InFlight message, Workers.Worker worker) {
        if (!message.change(InFlight.QUEUED, InFlight.RUNNING)) {
            // Withdrawn while it waited: not its own turn any more, but that of the next.
            settling.goOnAfter(message);
            return null;
        }
        if (settling.isHeldBack(message)) {
            return null;
        }
        Runnable continuation = message.takeContinuation();
        if (continuation != null) {
            continuation.run();
            return null;
        }
        try {
            return begin(message, worker);
        } catch (Throwable unexpected) {
            failed(message, unexpected, null);
            return null;
        }
    }

    private @Nullable InFlight begin(InFlight message, Workers.Worker worker) throws Exception {
        Message<T> received = admission.admit(message);
        if (received == null) {
            return null;
        }
        if (message.lost) {
            release(message);
            settling.letGo(message);
            return null;
        }
        if (!worker.enter()) {
            release(message);
            settling.requeue(message);
            return null;
        }
        Claim.Acquired claim = message.claim;
        Delivery<T> delivery = new Delivery<>(
                received,
                message.attempt,
                member.topic(),
                member.group(),
                message.delivery.message().headers(),
                claim == null ? 0 : claim.fencingToken());
        return call(message, delivery, worker);
    }

    private @Nullable InFlight call(InFlight message, Delivery<T> delivery, Workers.Worker worker) {
        long began = 0;
        if (!silent) {
            began = member.engine().time().nanos();
            member.engine()
                    .events()
                    .emit(new MessagingEvent.Started(member.topic(), member.group(), message.id, message.attempt));
        }
        worker.entered();
        if (handlers.blocking() == null) {
            callAsync(message, delivery, began, worker);
            return null;
        }
        Outcome outcome;
        try {
            // A delivery of the subtype is a delivery of the supertype: it is only read.
            @SuppressWarnings("unchecked")
            DecidingHandler<T> handler = (DecidingHandler<T>) handlers.blocking();
            outcome = handler.handle(delivery);
        } catch (Throwable thrown) {
            failed(message, thrown, null);
            return null;
        }
        return said(message, outcome, began);
    }

    private void callAsync(InFlight message, Delivery<T> delivery, long began, Workers.Worker worker) {
        message.become(InFlight.HANDING);
        worker.keepPermit();
        try {
            @SuppressWarnings("unchecked")
            AsyncHandler<T> handler = (AsyncHandler<T>) Objects.requireNonNull(handlers.async());
            handler.handle(delivery).whenComplete((outcome, thrown) -> {
                permits.giveBack();
                if (thrown == null && outcome instanceof Outcome.Accept && guard == null) {
                    ended(message, outcome, null, began);
                } else {
                    // Whose thread this is nobody knows: a client's must not wait for a store or for room to send.
                    aside.run(() -> ended(message, outcome, thrown, began));
                }
            });
        } catch (Throwable thrown) {
            permits.giveBack();
            failed(message, thrown, null);
        }
    }

    private void ended(InFlight message, @Nullable Outcome outcome, @Nullable Throwable thrown, long began) {
        if (thrown != null) {
            failed(message, unwrap(thrown), null);
        } else {
            InFlight next = said(message, outcome, began);
            if (next != null) {
                member.ready().add(next);
            }
        }
        signal.run();
    }

    private @Nullable InFlight said(InFlight message, @Nullable Outcome outcome, long began) {
        if (outcome instanceof Outcome.Accept) {
            return accepted(message, began);
        }
        if (outcome instanceof Outcome.Retry retry) {
            failed(message, new HandlerAskedForRetry(), retry.delay());
        } else if (outcome instanceof Outcome.DeadLetter dead) {
            release(message);
            tellFailed(message, new HandlerAskedForRetry());
            aftermath.deadLetter(message, dead.reason(), dead.message(), null);
        } else {
            failed(message, new NullPointerException("the handler returned no outcome"), null);
        }
        return null;
    }

    private @Nullable InFlight accepted(InFlight message, long began) {
        Claim.Acquired claim = message.claim;
        if (guard != null && claim != null) {
            try {
                if (!guard.complete(claim)) {
                    member.engine()
                            .events()
                            .emit(new MessagingEvent.LeaseLost(member.topic(), member.group(), message.id));
                }
                message.claim = null;
            } catch (Throwable storeFailed) {
                // The effect is there and the mark is not: wait for the store, do not settle, do not run again.
                guard.tell(message.id, storeFailed);
                settling.park(message, Guard.STORE_PAUSE, () -> {
                    InFlight next = accepted(message, began);
                    if (next != null) {
                        member.ready().add(next);
                        signal.run();
                    }
                });
                return null;
            }
        }
        if (!silent) {
            Duration took = Duration.ofNanos(member.engine().time().nanos() - began);
            member.engine()
                    .events()
                    .emit(new MessagingEvent.Handled(
                            member.topic(), member.group(), message.id, message.attempt, took));
        }
        return settling.accept(message);
    }

    private void failed(InFlight message, Throwable cause, @Nullable Duration wanted) {
        release(message);
        if (interrupting.getAsBoolean()) {
            settling.abandon(message);
            member.engine()
                    .events()
                    .emit(new MessagingEvent.Abandoned(member.topic(), member.group(), message.id, message.attempt));
            return;
        }
        tellFailed(message, cause);
        aftermath.failed(message, cause, wanted);
    }

    private void tellFailed(InFlight message, Throwable cause) {
        if (!silent) {
            member.engine()
                    .events()
                    .emit(new MessagingEvent.Failed(
                            member.topic(), member.group(), message.id, message.attempt, cause));
        }
    }

    private void release(InFlight message) {
        if (guard != null) {
            guard.release(message);
        }
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
