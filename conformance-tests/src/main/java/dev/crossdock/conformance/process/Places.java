package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Where on the broker messages come to lie, as the transport tells it: the native name of what holds them and the lane in
 * it. Two processes must put equal names and equal keys into equal places.
 */
public final class Places {
    private Places() {}

    /**
     * What to look at.
     *
     * @param topic a topic
     * @param group a group of it
     * @param ordering the order that the group asks for
     * @param keys the keys of the messages to be sent; one message each
     */
    public record Probe(String topic, String group, Ordering ordering, List<String> keys) {}

    /**
     * Sends the messages, lets the group bury them, and reads from the dead letters where they lay.
     *
     * @param configuration how to reach the broker
     * @param open opens the library
     * @param limit how long that may take
     * @return for each topic and key the place, without the message's position in it
     * @throws IllegalStateException if not all messages arrived within the limit
     */
    public static Map<String, String> of(
            MessagingConfig configuration,
            Function<MessagingConfig, Messaging> open,
            List<Probe> probes,
            Duration limit)
            throws Exception {
        CountDownLatch buried = new CountDownLatch(
                probes.stream().mapToInt(probe -> probe.keys().size()).sum());
        MessagingConfig observed = configuration.withObserver(event -> {
            if (event instanceof MessagingEvent.DeadLettered) {
                buried.countDown();
            }
        });
        Map<String, String> places = new TreeMap<>();
        try (Messaging messaging = open.apply(observed)) {
            Map<String, Probe> sent = new HashMap<>();
            List<Consumer> consumers = new ArrayList<>();
            for (Probe probe : probes) {
                consumers.add(bury(messaging, probe));
                sent.putAll(send(messaging, probe));
            }
            if (!buried.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(buried.getCount() + " of " + sent.size() + " messages did not arrive");
            }
            consumers.forEach(Consumer::close);
            for (Probe probe : probes) {
                for (DeadLetter letter : messaging
                        .deadLetters(Topic.of(probe.topic(), Codec.bytes()), probe.group())
                        .browse(10_000)) {
                    if (sent.containsKey(letter.messageId())) {
                        places.put(probe.topic() + " | " + letter.key(), withoutPosition(letter.source()));
                    }
                }
            }
        }
        return places;
    }

    private static Consumer bury(Messaging messaging, Probe probe) {
        return messaging
                .consume(Topic.of(probe.topic(), Codec.bytes()), probe.group())
                .ordering(probe.ordering())
                .decide(delivery -> Outcome.deadLetter("only its place is wanted"));
    }

    private static Map<String, Probe> send(Messaging messaging, Probe probe) {
        Map<String, Probe> sent = new HashMap<>();
        List<Message<byte[]>> messages = new ArrayList<>();
        for (String key : probe.keys()) {
            Message<byte[]> message = Message.of(new byte[] {1}).withKey(key);
            sent.put(message.id(), probe);
            messages.add(message);
        }
        messages.forEach(messaging.publisher(Topic.of(probe.topic(), Codec.bytes()))::publish);
        return sent;
    }

    private static String withoutPosition(String source) {
        return source.replaceAll("([0-9]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$", "");
    }
}
