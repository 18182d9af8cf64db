package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.NOBODY;
import static dev.crossdock.conformance.mutation.Breakages.body;
import static dev.crossdock.conformance.mutation.Breakages.changing;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Breakages.userHeaders;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Transports that do with dead letters what they should not. */
final class DeadLetterMutants {
    private DeadLetterMutants() {}

    static List<Mutant> all() {
        return deadLettering();
    }

    private static List<Mutant> deadLettering() {
        Class<Address.DeadLetters> dead = Address.DeadLetters.class;
        return List.of(
                named("m27", "loses dead letters and confirms them", "F02.copies")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            if (to instanceof Address.DeadLetters) {
                                for (int i = 0; i < messages.size(); i++) {
                                    listener.confirmed(i);
                                }
                            } else {
                                sound.send(to, messages, delay, listener);
                            }
                        })),
                named("m28", "puts a dead letter back into its queue as well", "F02.")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            sound.send(to, messages, delay, listener);
                            if (to instanceof Address.DeadLetters letters) {
                                sound.send(
                                        new Address.Inbox(letters.topic(), letters.group()), messages, delay, NOBODY);
                            }
                        })),
                named("m29", "stores dead letters twice", "G04.", "F06.copies", "F02.copies")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            sound.send(to, messages, delay, listener);
                            if (to instanceof Address.DeadLetters) {
                                sound.send(to, messages, delay, NOBODY);
                            }
                        })),
                named("m30", "forgets the user's headers of a dead letter", "F01.headers")
                        .transport(changing(dead, m -> userHeaders(m, headers -> Map.of()))),
                named("m72", "forgets the key of a dead letter", "F01.key")
                        .transport(changing(dead, m -> new WireMessage(m.body(), null, m.headers()))),
                named("m73", "cuts the body of a dead letter", "F05.", "F01.body")
                        .transport(changing(dead, m -> body(m, Arrays.copyOf(m.body(), Math.min(3, m.body().length))))),
                named("m74", "forgets why a message died", "F01.reason")
                        .transport(changing(
                                dead,
                                m -> new WireMessage(
                                        m.body(), m.key(), m.headers().without(WireHeaders.DLQ_REASON)))),
                named("m32", "goes past what cannot be decoded", "F03.copies")
                        .transport(dropping(message ->
                                "UNDECODABLE".equals(message.headers().get(WireHeaders.DLQ_REASON)))),
                named("m34", "remembers old attempts after a redrive", "G01.")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to,
                                messages.stream()
                                        .map(m -> m.headers().contains(WireHeaders.REDRIVES)
                                                ? new WireMessage(
                                                        m.body(),
                                                        m.key(),
                                                        m.headers().with(WireHeaders.RETRY_COUNT, "1"))
                                                : m)
                                        .toList(),
                                delay,
                                listener))),
                named("m35", "consumes what is only looked at", "G03.")
                        .transport(transport -> new TransportDecorator(transport) {
                            @Override
                            public java.util.Optional<List<WireMessage>> browse(Address.Queue queue, int limit)
                                    throws Exception {
                                java.util.Optional<List<WireMessage>> seen = sound.browse(queue, limit);
                                var receiver = sound.open(
                                        queue,
                                        new dev.crossdock.messaging.spi.ReceiverOptions(
                                                dev.crossdock.messaging.Ordering.UNORDERED,
                                                Duration.ofSeconds(30),
                                                10,
                                                delivery -> {}));
                                receiver.accept(receiver.receive(1, Duration.ZERO));
                                receiver.close();
                                return seen;
                            }
                        }));
    }

    private static UnaryOperator<dev.crossdock.messaging.spi.Transport> dropping(
            java.util.function.Predicate<WireMessage> which) {
        return sending((sound, to, messages, delay, listener) -> {
            for (int i = 0; i < messages.size(); i++) {
                if (which.test(messages.get(i))) {
                    listener.confirmed(i);
                } else {
                    sound.send(to, List.of(messages.get(i)), delay, new At(listener, i));
                }
            }
        });
    }

    /** Answers for one message of a batch that was sent by itself. */
    private record At(SendListener listener, int index) implements SendListener {
        @Override
        public void confirmed(int alone) {
            listener.confirmed(index);
        }

        @Override
        public void rejected(int alone, Throwable cause) {
            listener.rejected(index, cause);
        }

        @Override
        public void unknown(int alone, Throwable cause) {
            listener.unknown(index, cause);
        }
    }
}
