package dev.crossdock.messaging.core;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.consume.ConsumerBuilder;
import dev.crossdock.messaging.core.dead.DefaultDeadLetters;
import dev.crossdock.messaging.core.once.StoredCalls;
import dev.crossdock.messaging.core.publish.DefaultPublisher;
import dev.crossdock.messaging.core.publish.Destination;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** One connection with everything that uses it. Thread-safe. */
final class DefaultMessaging implements Messaging {
    private static final Duration A_LITTLE = Duration.ofSeconds(2);

    private final Engine engine;
    private final boolean ownsStore;
    private final WireTime wireTime;
    private final Pulse pulse;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes over an engine.
     *
     * @param ownsStore whether the idempotency store is to be closed with it
     */
    DefaultMessaging(Engine engine, boolean ownsStore) {
        this.engine = engine;
        this.ownsStore = ownsStore;
        this.wireTime = new WireTime(engine.time());
        this.pulse = new Pulse(engine.transport(), engine.time(), engine.failures());
    }

    @Override
    public <T> Publisher<T> publisher(Topic<T> topic) {
        checkOpen("publish to topic '" + topic.name() + "'");
        provision(topic.name());
        return new DefaultPublisher<>(topic, engine.published(), engine.events(), wireTime);
    }

    @Override
    public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
        checkOpen("consume topic '" + topic.name() + "'");
        return new ConsumerBuilder<>(engine, topic, GroupName.check(group));
    }

    @Override
    public DeadLetters deadLetters(Topic<?> topic, String group) {
        checkOpen("look at dead letters of topic '" + topic.name() + "'");
        return new DefaultDeadLetters(engine, topic.name(), GroupName.check(group));
    }

    @Override
    public <R extends @Nullable Object> IdempotentCalls<R> idempotentCalls(String name, Codec<@NonNull R> results) {
        checkOpen("make idempotent calls");
        String checked = Topic.of(name, Codec.bytes()).name();
        return new StoredCalls<>(engine.idempotencyStore(), engine.time(), engine.calls(), checked, results);
    }

    @Override
    public Health health() {
        if (closed.get()) {
            return new Health(Health.Status.DOWN, Map.of("broker", "This messaging is closed"));
        }
        Map<String, String> problems = new HashMap<>();
        for (Member member : engine.members().list()) {
            String part = member.topic() + "/" + member.group();
            member.problem().ifPresent(text -> problems.merge(part, text, (one, other) -> one + "; " + other));
        }
        Optional<String> broker = pulse.problem();
        broker.ifPresent(text -> problems.put("broker", text));
        Health.Status status = broker.isPresent()
                ? Health.Status.DOWN
                : problems.isEmpty() ? Health.Status.UP : Health.Status.DEGRADED;
        return new Health(status, problems);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return engine.transport().unwrap(nativeType);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Closing closing = new Closing(engine.time(), engine.settings().closeTimeout());
        closeConsumers(closing);
        engine.calls().close();
        closing.here("Waiting for calls", engine.calls()::awaitEnd);
        engine.published().close();
        closing.here("Waiting for publishes", engine.published()::awaitAnswers);
        engine.sender().close();
        closing.here("Waiting for what was handed over", engine.sender()::awaitAnswers);
        closing.atOnce("The transport", List.of(limit -> engine.transport().close()), A_LITTLE);
        engine.published().giveUp();
        engine.sender().giveUp();
        if (ownsStore) {
            closing.here(
                    "The idempotency store", limit -> engine.idempotencyStore().close());
        }
        closing.end();
    }

    // Those that this thread handles a message for are closed by itself and last: they do not wait for it, and the
    // others
    // must not wait for them.
    private void closeConsumers(Closing closing) {
        List<Member> mine = new ArrayList<>();
        List<Closing.Step> others = new ArrayList<>();
        for (Member member : engine.members().close()) {
            if (member.isHandling()) {
                mine.add(member);
            } else {
                others.add(member::close);
            }
        }
        closing.atOnce("A consumer", others, A_LITTLE);
        for (Member member : mine) {
            closing.here("A consumer", member::close);
        }
    }

    private void provision(String topic) {
        if (!topics.contains(topic)) {
            Address address = new Address.Topic(topic);
            try {
                engine.transport()
                        .provision(
                                address,
                                new Topology(engine.settings().provisioning(), Ordering.UNORDERED, StartFrom.NOW));
            } catch (Exception e) {
                throw engine.failures().of("Making sure of " + Destination.describe(address), e);
            }
            topics.add(topic);
        }
    }

    private void checkOpen(String wanted) {
        if (closed.get()) {
            throw new MessagingException(
                    ErrorCode.CLOSED, "Wanted to " + wanted + ", found that this messaging is closed");
        }
    }
}
