package dev.crossdock.conformance;

import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A program that uses the library and writes down what it does. One connection of its own. Thread-safe. */
public final class Program {
    private final String name;
    private final Stage stage;
    private final Map<String, Publisher<byte[]>> publishers = new ConcurrentHashMap<>();
    private final AtomicInteger members = new AtomicInteger();
    private volatile @Nullable Messaging messaging;

    Program(String name, Stage stage) {
        this.name = name;
        this.stage = stage;
    }

    void connect(Messaging opened) {
        messaging = opened;
    }

    /** The library itself, for what needs no record. */
    public Messaging messaging() {
        return Objects.requireNonNull(messaging, "not connected");
    }

    /** Publishes one message and writes down how that ended; throws what the library throws. */
    public void publish(Topic<byte[]> topic, Message<byte[]> message) {
        begin(topic, message);
        try {
            publisher(topic).publish(message);
            record(Kind.CONFIRMED, topic, message, "");
        } catch (MessagingException e) {
            record(e.code() == ErrorCode.OUTCOME_UNKNOWN ? Kind.UNKNOWN : Kind.REJECTED, topic, message, e.toString());
            throw e;
        }
    }

    /** Publishes one message without waiting; its end is written down when it comes. */
    public CompletionStage<Void> publishAsync(Topic<byte[]> topic, Message<byte[]> message) {
        begin(topic, message);
        return publisher(topic).publishAsync(message).whenComplete((nothing, failure) -> {
            if (failure == null) {
                record(Kind.CONFIRMED, topic, message, "");
            } else {
                Throwable cause = failure.getCause() != null && !(failure instanceof MessagingException)
                        ? failure.getCause()
                        : failure;
                boolean unknown = cause instanceof MessagingException e && e.code() == ErrorCode.OUTCOME_UNKNOWN;
                record(unknown ? Kind.UNKNOWN : Kind.REJECTED, topic, message, cause.toString());
            }
        });
    }

    /** Publishes many messages in one call and writes down how each ended. */
    public List<PublishResult> publishAll(Topic<byte[]> topic, List<Message<byte[]>> messages) {
        messages.forEach(message -> begin(topic, message));
        List<PublishResult> results = publisher(topic).publishAll(messages);
        for (int i = 0; i < messages.size(); i++) {
            PublishResult result = results.get(i);
            Kind kind = result instanceof PublishResult.Confirmed
                    ? Kind.CONFIRMED
                    : result instanceof PublishResult.Rejected ? Kind.REJECTED : Kind.UNKNOWN;
            record(kind, topic, messages.get(i), "");
        }
        return results;
    }

    /** So many messages with numbered bodies, all of one key or of none. */
    public static List<Message<byte[]>> numbered(int count, @Nullable String key) {
        List<Message<byte[]>> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(Message.of(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .withKey(key));
        }
        return messages;
    }

    /** Describes a member of a group whose handlers write down what they get. */
    public MemberBuilder consume(Topic<byte[]> topic, String group) {
        return new MemberBuilder(topic, group);
    }

    /** The dead letters of a group. */
    public DeadLetters deadLetters(Topic<byte[]> topic, String group) {
        return messaging().deadLetters(topic, group);
    }

    /** Ends the program in good order; may be called again. */
    public void close() {
        Messaging open = messaging;
        if (open != null) {
            open.close();
        }
    }

    private Publisher<byte[]> publisher(Topic<byte[]> topic) {
        return publishers.computeIfAbsent(topic.name(), unused -> messaging().publisher(topic));
    }

    private void begin(Topic<byte[]> topic, Message<byte[]> message) {
        stage.claims().publishRecorded(message.id());
        if (!message.delay().isZero()) {
            stage.claims().delayed(message.id(), message.delay());
        }
        stage.history()
                .add(
                        Kind.PUBLISH,
                        name,
                        topic.name(),
                        "",
                        message.id(),
                        message.key(),
                        0,
                        Fingerprint.of(message.body(), message.key(), message.headers()),
                        "");
    }

    private void record(Kind kind, Topic<byte[]> topic, Message<byte[]> message, String detail) {
        stage.history().add(kind, name, topic.name(), "", message.id(), message.key(), 0, "", detail);
    }

    /** What a handler of a scenario does; the record is written around it. */
    @FunctionalInterface
    public interface Act {
        /** Does it; returning accepts. */
        void on(Delivery<byte[]> delivery) throws Exception;
    }

    /** What a deciding handler of a scenario does. */
    @FunctionalInterface
    public interface DecidingAct {
        /** Does it and decides. */
        Outcome on(Delivery<byte[]> delivery) throws Exception;
    }

    /** What an asynchronous handler of a scenario does. */
    @FunctionalInterface
    public interface AsyncAct {
        /** Begins it. */
        CompletionStage<Outcome> on(Delivery<byte[]> delivery) throws Exception;
    }

    /** Describes a member whose handlers write down what they get. */
    public final class MemberBuilder {
        private final Topic<byte[]> topic;
        private final String group;
        private final String subscription;
        private final String member;
        private final Consumer.Builder<byte[]> builder;

        MemberBuilder(Topic<byte[]> topic, String group) {
            this.topic = topic;
            this.group = group;
            this.subscription = topic.name() + " → " + group;
            this.member = name + ".m" + members.incrementAndGet();
            this.builder =
                    messaging().consume(topic, group).lease(stage.timings().lease());
        }

        /** Asks for order per key, which then is judged. */
        public MemberBuilder perKey() {
            stage.claims().ordered(subscription);
            builder.ordering(Ordering.PER_KEY);
            return this;
        }

        /** Asks for so many handlers, which then is judged. */
        public MemberBuilder concurrency(int handlers) {
            stage.claims().concurrency(member, handlers);
            builder.concurrency(handlers);
            return this;
        }

        /** Handles each message once, which then is judged by effects. */
        public MemberBuilder idempotent(Idempotency<byte[]> idempotency) {
            stage.claims().idempotent(subscription);
            builder.idempotent(idempotency);
            return this;
        }

        /** Whatever else can be said. */
        public MemberBuilder with(UnaryOperator<Consumer.Builder<byte[]>> more) {
            Consumer.Builder<byte[]> unused = more.apply(builder);
            return this;
        }

        /** The name of this member in the history. */
        public String member() {
            return member;
        }

        /** Starts with a handler that accepts everything. */
        public Consumer handle() {
            return handle(delivery -> {});
        }

        /** Starts with a handler. */
        public Consumer handle(Act act) {
            return started(builder.handle(delivery -> {
                start(delivery);
                try {
                    act.on(delivery);
                    end(Kind.OK, delivery, "");
                } catch (Throwable thrown) {
                    end(Kind.FAILED, delivery, String.valueOf(thrown));
                    throw thrown;
                }
            }));
        }

        /** Starts with a deciding handler. */
        public Consumer decide(DecidingAct act) {
            return started(builder.decide(delivery -> {
                start(delivery);
                try {
                    Outcome outcome = act.on(delivery);
                    end(outcome instanceof Outcome.Accept ? Kind.OK : Kind.FAILED, delivery, String.valueOf(outcome));
                    return outcome;
                } catch (Throwable thrown) {
                    end(Kind.FAILED, delivery, String.valueOf(thrown));
                    throw thrown;
                }
            }));
        }

        /** Starts with an asynchronous handler. */
        public Consumer handleAsync(AsyncAct act) {
            return started(builder.handleAsync(delivery -> {
                start(delivery);
                return act.on(delivery).whenComplete((outcome, thrown) -> {
                    boolean accepted = thrown == null && outcome instanceof Outcome.Accept;
                    end(accepted ? Kind.OK : Kind.FAILED, delivery, String.valueOf(thrown == null ? outcome : thrown));
                });
            }));
        }

        /** Writes down an effect that the world can see. */
        public void effect(Delivery<byte[]> delivery) {
            add(Kind.EFFECT, delivery, "", "");
        }

        private Consumer started(Consumer consumer) {
            stage.claims().subscribed(subscription);
            return consumer;
        }

        private void start(Delivery<byte[]> delivery) {
            add(Kind.START, delivery, Fingerprint.of(delivery.body(), delivery.key(), delivery.headers()), "");
        }

        private void end(Kind kind, Delivery<byte[]> delivery, String detail) {
            add(kind, delivery, "", detail);
        }

        private void add(Kind kind, Delivery<byte[]> delivery, String fingerprint, String detail) {
            stage.history()
                    .add(
                            kind,
                            member,
                            topic.name(),
                            group,
                            delivery.id(),
                            delivery.key(),
                            delivery.attempt(),
                            fingerprint,
                            detail);
        }
    }
}
