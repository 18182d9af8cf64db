package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.NOBODY;
import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Transports that lose messages, deliver them too often or in another order. */
final class DeliveryMutants {
    private DeliveryMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(losing());
        all.addAll(repeating());
        return all;
    }

    private static List<Mutant> losing() {
        AtomicInteger count = new AtomicInteger();
        return List.of(
                named("m01", "loses one message in a hundred and confirms it", "I05.lost", "B01.lost")
                        .transport(dropping(message -> count.incrementAndGet() % 100 == 0)),
                named("m02", "loses the last message of a batch", "B01.lost")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            boolean lose = to instanceof Address.Topic && messages.size() > 1;
                            int kept = lose ? messages.size() - 1 : messages.size();
                            sound.send(to, messages.subList(0, kept), delay, listener);
                            for (int i = kept; i < messages.size(); i++) {
                                listener.confirmed(i);
                            }
                        })),
                named("m03", "swallows the first message after a consumer starts", "B08.lost")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            private boolean swallowed;

                            @Override
                            public List<WireDelivery> receive(int max, Duration wait) throws Exception {
                                List<WireDelivery> received = new ArrayList<>(sound.receive(max, wait));
                                if (!swallowed && !received.isEmpty()) {
                                    swallowed = true;
                                    sound.accept(List.of(received.remove(0)));
                                }
                                return received;
                            }
                        })),
                named("m17", "settles a message when it hands it out", "B04.early", "B02.lost")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public List<WireDelivery> receive(int max, Duration wait) throws Exception {
                                List<WireDelivery> received = sound.receive(max, wait);
                                if (!received.isEmpty()) {
                                    sound.accept(received);
                                }
                                return received;
                            }
                        })),
                named("m19", "drops a message whose handler has failed", "D03.", "B07.alive", "B03.again", "E01.lost")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                sound.accept(deliveries);
                            }
                        })),
                named("m60", "drops what is given back when a consumer closes", "L01.lost")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void giveBack(List<? extends WireDelivery> deliveries) {
                                sound.accept(deliveries);
                            }
                        })),
                named("m61", "never renews a loan", "B04.")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void renew(List<? extends WireDelivery> deliveries) {}
                        })),
                named("m62", "forgets to settle one message in fifty", "B01.")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            private int settled;

                            @Override
                            public void accept(List<? extends WireDelivery> deliveries) {
                                sound.accept(deliveries.stream()
                                        .filter(delivery -> ++settled % 50 != 0)
                                        .toList());
                            }
                        })));
    }

    private static List<Mutant> repeating() {
        AtomicInteger count = new AtomicInteger();
        return List.of(
                named("m04", "stores each message twice", "B05.", "B01.duplicate")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            sound.send(to, messages, delay, listener);
                            if (to instanceof Address.Topic) {
                                sound.send(to, messages, delay, NOBODY);
                            }
                        })),
                named("m05", "delivers one message again long after it was handled", "B01.duplicate")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            sound.send(to, messages, delay, listener);
                            if (to instanceof Address.Topic topic && messages.size() > 100) {
                                sound.send(
                                        new Address.Inbox(topic.name(), "group"),
                                        List.of(messages.get(7)),
                                        Duration.ofMillis(500),
                                        NOBODY);
                            }
                        })),
                named("m06", "delivers a message that nobody has sent", "D06.R2_PHANTOM")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            sound.send(to, messages, delay, listener);
                            if (to instanceof Address.Topic && count.incrementAndGet() % 10 == 0) {
                                Headers headers = Headers.ofPairs(
                                        WireHeaders.ID, UUID.randomUUID().toString());
                                sound.send(to, List.of(new WireMessage(new byte[] {1}, null, headers)), delay, NOBODY);
                            }
                        })),
                named("m07", "swaps neighbours", "D01.R8_ORDER")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public List<WireDelivery> receive(int max, Duration wait) throws Exception {
                                List<WireDelivery> received = new ArrayList<>(sound.receive(max, wait));
                                java.util.Collections.reverse(received);
                                return received;
                            }
                        })),
                named("m08", "puts a message behind its neighbours when it is released", "D04.")
                        .transport(transport -> receiving((receiver, queue) -> new ReceiverDecorator(receiver) {
                                    @Override
                                    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                        for (WireDelivery delivery : deliveries) {
                                            WireMessage old = delivery.message();
                                            int made =
                                                    WireHeaders.number(old.headers(), WireHeaders.RETRY_COUNT, 0) + 1;
                                            WireMessage copy = new WireMessage(
                                                    old.body(),
                                                    old.key(),
                                                    old.headers()
                                                            .with(WireHeaders.RETRY_COUNT, Integer.toString(made)));
                                            transport.send(queue, List.of(copy), delay, NOBODY);
                                        }
                                        sound.accept(deliveries);
                                    }
                                })
                                .apply(transport)),
                named("m20", "says of every delivery that it is the first", "E01.lost")
                        .transport(receiving(receiver -> counting(receiver, delivery -> 1))),
                named("m63", "counts a delivery twice", "B03.attempts")
                        .transport(receiving(
                                receiver -> counting(receiver, delivery -> 2 * delivery.deliveryCount() - 1))),
                named("m45", "lets groups compete for messages", "C03.", "C01.lost")
                        .transport(regrouping(group -> "everybody")),
                named("m46", "gives every message to each instance of a group", "M01.", "C02.")
                        .transport(FanOut::new));
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

    private static ReceiverDecorator counting(
            dev.crossdock.messaging.spi.Receiver receiver, java.util.function.ToIntFunction<WireDelivery> count) {
        return new RewrappingReceiver(receiver, delivery -> new WireDelivery() {
            @Override
            public WireMessage message() {
                return delivery.message();
            }

            @Override
            public int deliveryCount() {
                return count.applyAsInt(delivery);
            }

            @Override
            public String source() {
                return delivery.source();
            }
        });
    }

    private static UnaryOperator<dev.crossdock.messaging.spi.Transport> regrouping(UnaryOperator<String> group) {
        return transport -> new ReaddressingTransport(transport, UnaryOperator.identity(), group);
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
