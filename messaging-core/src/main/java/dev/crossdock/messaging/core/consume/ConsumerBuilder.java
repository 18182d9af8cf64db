package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.AsyncHandler;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.MessageHandler;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.core.topology.DefaultGroupTopology;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what is said about a consumer, and starts it. */
public final class ConsumerBuilder<T> implements Consumer.Builder<T> {
    private final Engine engine;
    private final Topic<T> topic;
    private final String group;
    private int concurrency;
    private int prefetch;
    private Ordering ordering;
    private RetryPolicy retry;
    private @Nullable Idempotency<? super T> idempotency;
    private StartFrom startFrom;
    private OnExhausted onExhausted;
    private Duration lease;
    private Duration maxHandlerTime;
    private DeadLetterLimits deadLetterLimits;

    /** Begins with the defaults. */
    public ConsumerBuilder(Engine engine, Topic<T> topic, String group) {
        this.engine = engine;
        this.topic = topic;
        this.group = group;
        ConsumerSettings<T> defaults = ConsumerSettings.defaults();
        this.concurrency = defaults.concurrency();
        this.prefetch = defaults.statedPrefetch();
        this.ordering = defaults.ordering();
        this.retry = defaults.retry();
        this.startFrom = defaults.startFrom();
        this.onExhausted = defaults.onExhausted();
        this.lease = defaults.lease();
        this.maxHandlerTime = defaults.maxHandlerTime();
        this.deadLetterLimits = defaults.deadLetterLimits();
    }

    @Override
    public Consumer.Builder<T> concurrency(int handlers) {
        this.concurrency = handlers;
        return this;
    }

    @Override
    public Consumer.Builder<T> prefetch(int messages) {
        this.prefetch = messages;
        return this;
    }

    @Override
    public Consumer.Builder<T> ordering(Ordering choice) {
        this.ordering = Objects.requireNonNull(choice, "ordering");
        return this;
    }

    @Override
    public Consumer.Builder<T> retry(RetryPolicy policy) {
        this.retry = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public Consumer.Builder<T> idempotent(Idempotency<? super T> choice) {
        this.idempotency = Objects.requireNonNull(choice, "idempotency");
        return this;
    }

    @Override
    public Consumer.Builder<T> startFrom(StartFrom start) {
        this.startFrom = Objects.requireNonNull(start, "start");
        return this;
    }

    @Override
    public Consumer.Builder<T> onExhausted(OnExhausted choice) {
        this.onExhausted = Objects.requireNonNull(choice, "choice");
        return this;
    }

    @Override
    public Consumer.Builder<T> lease(Duration duration) {
        this.lease = Objects.requireNonNull(duration, "lease");
        return this;
    }

    @Override
    public Consumer.Builder<T> maxHandlerTime(Duration limit) {
        this.maxHandlerTime = Objects.requireNonNull(limit, "limit");
        return this;
    }

    @Override
    public Consumer.Builder<T> deadLetterLimits(DeadLetterLimits limits) {
        this.deadLetterLimits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    @Override
    public Consumer handle(MessageHandler<? super T> handler) {
        // A delivery of the subtype is a delivery of the supertype: it is only read.
        @SuppressWarnings("unchecked")
        MessageHandler<T> exact = (MessageHandler<T>) Objects.requireNonNull(handler, "handler");
        return decide((Delivery<T> delivery) -> {
            exact.handle(delivery);
            return Outcome.accept();
        });
    }

    @Override
    public Consumer decide(DecidingHandler<? super T> handler) {
        return start(new Handling.Handlers<>(Objects.requireNonNull(handler, "handler"), null));
    }

    @Override
    public Consumer handleAsync(AsyncHandler<? super T> handler) {
        return start(new Handling.Handlers<>(null, Objects.requireNonNull(handler, "handler")));
    }

    @Override
    public GroupTopology topology() {
        return new DefaultGroupTopology(engine, new Address.Inbox(topic.name(), group), settings());
    }

    private Consumer start(Handling.Handlers<T> handlers) {
        return new Startup<>(engine, new Membership<>(engine, topic, group, settings(), new ReadyQueue()), handlers)
                .run();
    }

    private ConsumerSettings<T> settings() {
        ConsumerSettings<T> said = new ConsumerSettings<>(
                concurrency,
                prefetch,
                ordering,
                retry,
                idempotency,
                startFrom,
                onExhausted,
                lease,
                maxHandlerTime,
                deadLetterLimits);
        return engine.overrides().apply(topic.name(), group, said);
    }
}
