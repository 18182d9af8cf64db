package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The joints at which a mutant can be broken with a line or two. */
final class Breakages {
    /** Is not told anything. */
    static final SendListener NOBODY = new SendListener() {
        @Override
        public void confirmed(int index) {}

        @Override
        public void rejected(int index, Throwable cause) {}

        @Override
        public void unknown(int index, Throwable cause) {}
    };

    private Breakages() {}

    /** How a transport is made to send. */
    @FunctionalInterface
    interface Sending {
        void send(Transport sound, Address to, List<WireMessage> messages, Duration delay, SendListener listener);
    }

    /** A transport that sends otherwise. */
    static UnaryOperator<Transport> sending(Sending otherwise) {
        return transport -> new TransportDecorator(transport) {
            @Override
            public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
                otherwise.send(sound, to, messages, delay, listener);
            }
        };
    }

    /** A transport that changes each message on its way to a kind of address. */
    static UnaryOperator<Transport> changing(Class<? extends Address> kind, Function<WireMessage, WireMessage> change) {
        return sending((sound, to, messages, delay, listener) -> sound.send(
                to, kind.isInstance(to) ? messages.stream().map(change).toList() : messages, delay, listener));
    }

    /** A transport whose receivers are others. */
    static UnaryOperator<Transport> receiving(UnaryOperator<Receiver> otherwise) {
        return receiving((receiver, queue) -> otherwise.apply(receiver));
    }

    /** A transport whose receivers are others, depending on the queue. */
    static UnaryOperator<Transport> receiving(BiFunction<Receiver, Address.Queue, Receiver> otherwise) {
        return transport -> new TransportDecorator(transport) {
            @Override
            public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
                return otherwise.apply(sound.open(queue, options), queue);
            }
        };
    }

    /** How a library is made to describe a consumer. */
    @FunctionalInterface
    interface Building {
        <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic);
    }

    /** A library whose consumers are described otherwise. */
    static UnaryOperator<Messaging> building(Building otherwise) {
        return messaging -> new MessagingDecorator(messaging) {
            @Override
            public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
                return otherwise.build(sound.consume(topic, group), topic.name());
            }
        };
    }

    /** A library whose consumers are others. */
    static UnaryOperator<Messaging> consumers(BiFunction<Consumer, String, Consumer> otherwise) {
        return building(new Building() {
            @Override
            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                return new BuilderDecorator<>(sound) {
                    @Override
                    public Consumer decide(dev.crossdock.messaging.DecidingHandler<? super T> handler) {
                        return otherwise.apply(super.decide(handler), topic);
                    }
                };
            }
        });
    }

    /** How a library is made to publish. */
    @FunctionalInterface
    interface Publishing {
        <T> Publisher<T> publisher(Publisher<T> sound);
    }

    /** A library whose publishers are others. */
    static UnaryOperator<Messaging> publishing(Publishing otherwise) {
        return messaging -> new MessagingDecorator(messaging) {
            @Override
            public <T> Publisher<T> publisher(Topic<T> topic) {
                return otherwise.publisher(sound.publisher(topic));
            }
        };
    }

    /** A library whose dead letters are others. */
    static UnaryOperator<Messaging> deadLetters(UnaryOperator<DeadLetters> otherwise) {
        return messaging -> new MessagingDecorator(messaging) {
            @Override
            public DeadLetters deadLetters(Topic<?> topic, String group) {
                return otherwise.apply(sound.deadLetters(topic, group));
            }
        };
    }

    /** The message with other headers; the library's own are left alone. */
    static WireMessage userHeaders(WireMessage message, UnaryOperator<Map<String, String>> change) {
        Map<String, String> own = new TreeMap<>();
        Map<String, String> user = new TreeMap<>();
        message.headers().forEach((name, value) -> {
            boolean ours = name.startsWith(WireHeaders.PREFIX) || name.equals(WireHeaders.CONTENT_TYPE);
            (ours ? own : user).put(name, value);
        });
        own.putAll(change.apply(user));
        return new WireMessage(message.body(), message.key(), Headers.of(own));
    }

    /** The message with another body. */
    static WireMessage body(WireMessage message, byte[] body) {
        return new WireMessage(body, message.key(), message.headers());
    }
}
