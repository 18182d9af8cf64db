package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.AsyncHandler;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.MessageHandler;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import java.time.Duration;

/**
 * A consumer's builder that does what another one does; a mutant changes one method.
 *
 * @param <T> the type of the bodies
 */
public class BuilderDecorator<T> implements Consumer.Builder<T> {
    /** The sound one. */
    protected final Consumer.Builder<T> sound;

    /** Decorates a sound one. */
    public BuilderDecorator(Consumer.Builder<T> sound) {
        this.sound = sound;
    }

    @Override
    public Consumer.Builder<T> concurrency(int handlers) {
        sound.concurrency(handlers);
        return this;
    }

    @Override
    public Consumer.Builder<T> prefetch(int messages) {
        sound.prefetch(messages);
        return this;
    }

    @Override
    public Consumer.Builder<T> ordering(Ordering ordering) {
        sound.ordering(ordering);
        return this;
    }

    @Override
    public Consumer.Builder<T> retry(RetryPolicy policy) {
        sound.retry(policy);
        return this;
    }

    @Override
    public Consumer.Builder<T> idempotent(Idempotency<? super T> idempotency) {
        sound.idempotent(idempotency);
        return this;
    }

    @Override
    public Consumer.Builder<T> startFrom(StartFrom start) {
        sound.startFrom(start);
        return this;
    }

    @Override
    public Consumer.Builder<T> onExhausted(OnExhausted choice) {
        sound.onExhausted(choice);
        return this;
    }

    @Override
    public Consumer.Builder<T> lease(Duration lease) {
        sound.lease(lease);
        return this;
    }

    @Override
    public Consumer.Builder<T> deadLetterLimits(DeadLetterLimits limits) {
        sound.deadLetterLimits(limits);
        return this;
    }

    @Override
    public Consumer.Builder<T> maxHandlerTime(Duration limit) {
        sound.maxHandlerTime(limit);
        return this;
    }

    @Override
    public Consumer handle(MessageHandler<? super T> handler) {
        return decide(delivery -> {
            // A delivery of the subtype is only read by a handler of the supertype.
            @SuppressWarnings("unchecked")
            MessageHandler<T> exact = (MessageHandler<T>) handler;
            exact.handle(delivery);
            return Outcome.accept();
        });
    }

    @Override
    public Consumer decide(DecidingHandler<? super T> handler) {
        return sound.decide(handler);
    }

    @Override
    public Consumer handleAsync(AsyncHandler<? super T> handler) {
        return sound.handleAsync(handler);
    }

    @Override
    public GroupTopology topology() {
        return sound.topology();
    }
}
