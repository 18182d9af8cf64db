package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.core.once.Heartbeat;
import dev.crossdock.messaging.core.once.Scopes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets each message through to its handler once. Claims before, completes after, renews in between; whatever the store
 * throws means that nothing is settled.
 */
final class Guard<T> {
    /** After that a store that could not be used is asked again. */
    static final Duration STORE_PAUSE = Duration.ofSeconds(1);

    private final Membership<T> member;
    private final Idempotency<? super T> idempotency;
    private final IdempotencyStore store;
    private final String scope;
    private final Heartbeat<InFlight> active;
    private volatile @Nullable Throwable trouble;

    Guard(Membership<T> member, Idempotency<? super T> idempotency, IdempotencyStore store) {
        this.member = member;
        this.idempotency = idempotency;
        this.store = store;
        this.scope = Scopes.ofConsumer(member.topic(), member.group());
        this.active = new Heartbeat<>(member.engine().time(), idempotency.lease(), this::keepUp);
    }

    /** The message's key, or {@code null} if it has none. */
    @Nullable String keyOf(Message<T> message) {
        String key = function().apply(message);
        return key == null || key.isEmpty() ? null : key;
    }

    Idempotency.MissingKey onMissingKey() {
        return idempotency.onMissingKey();
    }

    /** Asks the store; may block. */
    Claim claim(String key, InFlight message) throws Exception {
        try {
            Claim claim = store.claim(scope, key, idempotency.lease());
            if (claim instanceof Claim.Acquired acquired) {
                active.add(acquired, message);
            }
            trouble = null;
            return claim;
        } catch (Exception | Error e) {
            trouble = e;
            throw e;
        }
    }

    /** The handler has accepted: marks the key as done. {@code false} if somebody else has taken over meanwhile. */
    boolean complete(Claim.Acquired claim) throws Exception {
        try {
            boolean current = store.complete(claim, idempotency.retention());
            active.remove(claim);
            trouble = null;
            return current;
        } catch (Exception | Error e) {
            trouble = e;
            throw e;
        }
    }

    /** The handler has not accepted: gives the key back. If the store cannot, the claim's lease ends by itself. */
    void release(InFlight message) {
        Claim.Acquired claim = message.claim;
        if (claim == null) {
            return;
        }
        message.claim = null;
        active.remove(claim);
        try {
            store.release(claim);
            trouble = null;
        } catch (Exception | Error e) {
            // No trouble: nothing waits for the store on account of this, and nobody would ask again and end it.
            tell(message.id, e);
        }
    }

    /** Why the store cannot be used at the moment, if it cannot. */
    @Nullable Throwable trouble() {
        return trouble;
    }

    void tell(String messageId, Throwable cause) {
        member.engine()
                .events()
                .emit(new MessagingEvent.ExtensionFailed(
                        member.topic(), member.group(), messageId, "idempotency store", cause));
    }

    void close() {
        active.close();
    }

    // An idempotency of a supertype works on messages of the subtype; Message is read only.
    @SuppressWarnings("unchecked")
    private java.util.function.Function<Message<T>, @Nullable String> function() {
        return (java.util.function.Function<Message<T>, @Nullable String>)
                (java.util.function.Function<?, @Nullable String>) idempotency.key();
    }

    private void keepUp(Claim.Acquired claim, InFlight message) {
        try {
            if (message.isOver()) {
                // Its handler has accepted while the store was away, and then the broker took it back. The mark is
                // still
                // owed: with it the message is a duplicate when it comes again, and without it nobody may have it.
                store.complete(claim, idempotency.retention());
                active.remove(claim);
            } else if (!store.renew(claim, idempotency.lease())) {
                active.remove(claim);
            }
            trouble = null;
        } catch (Exception | Error e) {
            trouble = e;
            if (!active.holds(claim)) {
                // Done while this was under way, so the store is back, and nobody would ask again and say so.
                trouble = null;
            }
            tell(message.id, e);
        }
    }
}
