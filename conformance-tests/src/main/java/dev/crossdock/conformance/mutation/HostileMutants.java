package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.body;
import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Breakages.changing;
import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Libraries and transports that do not know what to do with what nobody should send. */
final class HostileMutants {
    private HostileMutants() {}

    static List<Mutant> all() {
        return List.of(
                named("m123", "passes on as empty what it cannot decode", "J08.other")
                        .library(messaging -> new MessagingDecorator(messaging) {
                            @Override
                            public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
                                return sound.consume(Topic.of(topic.name(), new Forgiving<>(topic.codec())), group);
                            }
                        }),
                named("m124", "drops what it cannot decode", "J08.lost").library(exhausted(OnExhausted.DISCARD)),
                named("m125", "stops at what it cannot decode", "J08.lost").library(exhausted(OnExhausted.STOP)),
                named("m126", "takes the bytes of a dead letter for text", "J08.bytes")
                        .transport(changing(
                                Address.DeadLetters.class,
                                m -> body(
                                        m,
                                        new String(m.body(), StandardCharsets.UTF_8)
                                                .getBytes(StandardCharsets.UTF_8)))),
                named("m127", "takes a count that it cannot read for none", "J08.other")
                        .transport(receiving(receiver -> new RewrappingReceiver(receiver, Uncounted::new))));
    }

    private static java.util.function.UnaryOperator<dev.crossdock.messaging.Messaging> exhausted(OnExhausted choice) {
        return building(new Breakages.Building() {
            @Override
            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                return new BuilderDecorator<>(sound.onExhausted(choice));
            }
        });
    }

    private record Forgiving<T>(Codec<T> sound) implements Codec<T> {
        @Override
        public String contentType() {
            return sound.contentType();
        }

        @Override
        public byte[] encode(T body) throws Exception {
            return sound.encode(body);
        }

        @Override
        public T decode(byte[] bytes, Headers headers) throws Exception {
            try {
                return sound.decode(bytes, headers);
            } catch (IllegalArgumentException e) {
                // Bodies of scenarios are bytes.
                @SuppressWarnings("unchecked")
                T nothing = (T) new byte[0];
                return nothing;
            }
        }
    }

    private record Uncounted(WireDelivery sound) implements WireDelivery {
        @Override
        public WireMessage message() {
            WireMessage message = sound.message();
            Headers headers = message.headers();
            return WireHeaders.number(headers, WireHeaders.RETRY_COUNT, -1) < 0
                    ? new WireMessage(message.body(), message.key(), headers.without(WireHeaders.RETRY_COUNT))
                    : message;
        }

        @Override
        public int deliveryCount() {
            return sound.deliveryCount();
        }

        @Override
        public String source() {
            return sound.source();
        }
    }
}
