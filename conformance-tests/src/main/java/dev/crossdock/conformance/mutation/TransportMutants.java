package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.body;
import static dev.crossdock.conformance.mutation.Breakages.changing;
import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Breakages.userHeaders;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Transports that lose, repeat, disturb or change what they carry. */
final class TransportMutants {
    private static final SendListener NOBODY = new SendListener() {
        @Override
        public void confirmed(int index) {}

        @Override
        public void rejected(int index, Throwable cause) {}

        @Override
        public void unknown(int index, Throwable cause) {}
    };

    private TransportMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(losing());
        all.addAll(repeating());
        all.addAll(changingHeaders());
        all.addAll(changingBodies());
        all.addAll(misdirecting());
        all.addAll(deadLettering());
        all.addAll(delaying());
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
                named("m61", "never renews a loan", "B04.R")
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
                named("m46", "gives every message to each instance of a group", "M01.objects", "C02.")
                        .transport(FanOut::new));
    }

    private static List<Mutant> changingHeaders() {
        Class<Address.Topic> topic = Address.Topic.class;
        return List.of(
                named("m10", "loses the user's headers", "J04.R10_FIDELITY", "Q02.dead")
                        .transport(changing(topic, m -> userHeaders(m, headers -> Map.of()))),
                named("m11", "writes header names in capitals", "J05.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    Map<String, String> capitals = new TreeMap<>();
                                    headers.forEach(
                                            (name, value) -> capitals.put(name.toUpperCase(Locale.ROOT), value));
                                    return capitals;
                                }))),
                named("m12", "trims header values", "J04.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    headers.replaceAll((name, value) -> value.strip());
                                    return headers;
                                }))),
                named("m13", "drops the eleventh header", "J06.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    Map<String, String> ten = new TreeMap<>();
                                    headers.forEach((name, value) -> {
                                        if (ten.size() < 10) {
                                            ten.put(name, value);
                                        }
                                    });
                                    return ten;
                                }))),
                named("m64", "cannot carry anything but ASCII in a header", "J04.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    headers.replaceAll((name, value) -> new String(
                                            value.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
                                    return headers;
                                }))),
                named("m65", "loses the key", "J07.key", "F01.key")
                        .transport(changing(topic, m -> new WireMessage(m.body(), null, m.headers()))),
                named("m66", "gives each message an id of its own", "J07.")
                        .transport(changing(
                                topic,
                                m -> new WireMessage(
                                        m.body(),
                                        m.key(),
                                        m.headers()
                                                .with(
                                                        WireHeaders.ID,
                                                        UUID.randomUUID().toString())))),
                named("m67", "forgets when a message was published", "J07.publishedAt")
                        .transport(changing(
                                topic,
                                m -> new WireMessage(
                                        m.body(), m.key(), m.headers().without(WireHeaders.PUBLISHED_AT)))));
    }

    private static List<Mutant> changingBodies() {
        Class<Address.Topic> topic = Address.Topic.class;
        return List.of(
                named("m14", "takes bodies for text", "J02.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> body(
                                        m,
                                        new String(m.body(), StandardCharsets.UTF_8)
                                                .getBytes(StandardCharsets.UTF_8)))),
                named("m15", "takes an empty body for none", "J01.")
                        .transport(changing(topic, m -> m.body().length == 0 ? body(m, new byte[] {'{', '}'}) : m)),
                named("m16", "cuts bodies at 64 KiB", "J03.beyond", "J02.R10_FIDELITY")
                        .transport(changing(
                                topic, m -> body(m, Arrays.copyOf(m.body(), Math.min(65_536, m.body().length))))),
                named("m42", "confirms what is too large and drops it", "A04.code")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, messages, delay, new SendListener() {
                                    @Override
                                    public void confirmed(int index) {
                                        listener.confirmed(index);
                                    }

                                    @Override
                                    public void rejected(int index, Throwable cause) {
                                        listener.confirmed(index);
                                    }

                                    @Override
                                    public void unknown(int index, Throwable cause) {
                                        listener.unknown(index, cause);
                                    }
                                }))),
                named("m43", "rejects what it has stored", "A03.outcome")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, messages, delay, new SendListener() {
                                    @Override
                                    public void confirmed(int index) {
                                        if (messages.size() > 1 && index % 20 == 5) {
                                            listener.rejected(index, new IllegalStateException("a lie"));
                                        } else {
                                            listener.confirmed(index);
                                        }
                                    }

                                    @Override
                                    public void rejected(int index, Throwable cause) {
                                        listener.rejected(index, cause);
                                    }

                                    @Override
                                    public void unknown(int index, Throwable cause) {
                                        listener.unknown(index, cause);
                                    }
                                }))),
                named("m68", "confirms before it stores", "A01.visible")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            for (int i = 0; i < messages.size(); i++) {
                                listener.confirmed(i);
                            }
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                                    .execute(() -> sound.send(to, messages, delay, NOBODY));
                        })));
    }

    private static List<Mutant> misdirecting() {
        return List.of(
                named("m33", "redrives to every group", "G01.leak")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to instanceof Address.Inbox inbox
                                                && messages.get(0).headers().contains(WireHeaders.REDRIVES)
                                        ? new Address.Topic(inbox.topic())
                                        : to,
                                messages,
                                delay,
                                listener))),
                named("m69", "does not tell upper from lower case in topics", "C04.")
                        .transport(renaming(name -> name.toLowerCase(Locale.ROOT))),
                named("m70", "takes dots for dashes in topics", "C04.")
                        .transport(renaming(name -> name.replace('.', '-'))),
                named("m71", "drops what is not ASCII from names", "M05.")
                        .transport(renaming(name -> name.replaceAll("[^\\x00-\\x7F]", ""))),
                named("m52", "creates what it was told to take for granted", "A02.missing", "M03.missing")
                        .transport(provisioning(true, false)),
                named("m53", "does not look whether things exist", "M02.topic").transport(provisioning(false, true)));
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

    private static List<Mutant> delaying() {
        return List.of(
                named("m39", "ignores delays", "I01.R14_EARLY")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, undated(messages), Duration.ZERO, listener))),
                named("m40", "cuts delays short", "I03.shortened")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to,
                                undated(messages),
                                delay.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMillis(100) : delay,
                                listener))),
                named("m77", "makes everything wait", "I02.waits")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to, messages, to instanceof Address.Topic ? delay.plusSeconds(3) : delay, listener))),
                named("m41", "keeps delayed messages in the process", "I03.kept")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            if (delay.isZero()) {
                                sound.send(to, messages, delay, listener);
                            } else {
                                for (int i = 0; i < messages.size(); i++) {
                                    listener.confirmed(i);
                                }
                            }
                        })),
                named("m75", "releases at once whatever the delay", "E03.early")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                sound.release(deliveries, Duration.ZERO);
                            }
                        })),
                named("m76", "releases what has to wait long far too late", "E03.late")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                sound.release(deliveries, delay.toMillis() < 1_000 ? delay : delay.plusSeconds(2));
                            }
                        })));
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

    private static UnaryOperator<dev.crossdock.messaging.spi.Transport> renaming(UnaryOperator<String> name) {
        return transport -> new ReaddressingTransport(transport, name, UnaryOperator.identity());
    }

    private static UnaryOperator<dev.crossdock.messaging.spi.Transport> regrouping(UnaryOperator<String> group) {
        return transport -> new ReaddressingTransport(transport, UnaryOperator.identity(), group);
    }

    private static UnaryOperator<dev.crossdock.messaging.spi.Transport> provisioning(boolean always, boolean never) {
        return transport -> new TransportDecorator(transport) {
            @Override
            public void provision(Address address, dev.crossdock.messaging.spi.Topology topology) throws Exception {
                var verify = dev.crossdock.messaging.spi.Topology.Provisioning.VERIFY;
                var create = dev.crossdock.messaging.spi.Topology.Provisioning.CREATE;
                boolean creates = always || (never && topology.provisioning() == verify);
                sound.provision(
                        address,
                        creates
                                ? new dev.crossdock.messaging.spi.Topology(
                                        create, topology.ordering(), topology.startFrom())
                                : topology);
            }
        };
    }

    private static List<WireMessage> undated(List<WireMessage> messages) {
        return messages.stream()
                .map(m -> new WireMessage(m.body(), m.key(), m.headers().without(WireHeaders.NOT_BEFORE)))
                .toList();
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
