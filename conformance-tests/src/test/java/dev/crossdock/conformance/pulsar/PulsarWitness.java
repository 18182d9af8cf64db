package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.MessageIdAdv;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import tools.jackson.databind.JsonNode;

/** Looks at the broker with the bare client and through its administrative interface. */
final class PulsarWitness implements BrokerWitness, AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("\\((-?\\d+):(-?\\d+)\\.\\.(-?\\d+):(-?\\d+)]");

    private final PulsarBroker broker;
    private final PulsarAdmin admin;
    private final PulsarClient client;

    PulsarWitness(PulsarBroker broker) {
        this.broker = broker;
        this.admin = broker.admin();
        try {
            this.client =
                    PulsarClient.builder().serviceUrl(broker.witnessAddress()).build();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of entries with several messages all count until the last of them is acknowledged. */
    @Override
    public long depth(Address.Queue queue) {
        String subscription = WitnessedNames.subscription(queue);
        long depth = 0;
        for (String topic : topics(queue)) {
            boolean empty =
                    admin.subscription(topic, subscription).path("msgBacklog").asLong(0) == 0;
            depth += empty ? 0 : admin.messages(topic, subscription);
        }
        return depth;
    }

    @Override
    public long unsettled(Address.Queue queue) {
        String subscription = WitnessedNames.subscription(queue);
        return topics(queue).stream()
                .mapToLong(topic -> admin.subscription(topic, subscription)
                        .path("unackedMessages")
                        .asLong(0))
                .sum();
    }

    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        List<WireMessage> seen = new ArrayList<>();
        for (String topic : topics(queue)) {
            JsonNode cursor = admin.cursor(topic, WitnessedNames.subscription(queue));
            if (cursor.isMissingNode()) {
                continue;
            }
            Set<Range> done = done(cursor);
            try (Reader<byte[]> reader = client.newReader()
                    .topic(topic)
                    .startMessageId(MessageId.earliest)
                    .create()) {
                while (reader.hasMessageAvailable()) {
                    Message<byte[]> message = reader.readNext(10, TimeUnit.SECONDS);
                    if (message != null && done.stream().noneMatch(range -> range.holds(message.getMessageId()))) {
                        seen.add(new WireMessage(
                                message.getData(),
                                message.hasKey() ? message.getKey() : null,
                                Headers.of(message.getProperties())));
                    }
                }
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return seen;
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        send(new Address.Topic(topic), body);
    }

    @Override
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        try (Producer<byte[]> producer = client.newProducer()
                .topic(WitnessedNames.topic(new Address.Topic(topic)))
                .enableBatching(false)
                .blockIfQueueFull(true)
                .create()) {
            for (ForeignMessage message : messages) {
                TypedMessageBuilder<byte[]> built = producer.newMessage().value(message.body());
                message.headers()
                        .forEach((name, value) -> built.property(name, new String(value, StandardCharsets.UTF_8)));
                var unused = built.sendAsync();
            }
            producer.flush();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        send(queue, body);
    }

    private void send(Address address, byte[] body) {
        try (Producer<byte[]> producer =
                client.newProducer().topic(WitnessedNames.topic(address)).create()) {
            producer.send(body);
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void remove(Address.Queue queue) {
        if (queue instanceof Address.Inbox) {
            String subscription = WitnessedNames.subscription(queue);
            topics(queue).forEach(topic -> admin.deleteSubscription(topic, subscription));
        } else {
            topics(queue).forEach(admin::deleteTopic);
        }
    }

    @Override
    public Set<Address> topology(String topic) {
        Set<Address> found = new HashSet<>();
        for (String namespace : List.of("default", PulsarSecurity.GROUPS)) {
            for (String name : admin.topics(namespace)) {
                Address address = WitnessedNames.read(name);
                if (address != null && belongsTo(address, topic)) {
                    found.add(address);
                }
            }
        }
        return found;
    }

    @Override
    public int connections() {
        return broker.connections();
    }

    @Override
    public int receivers(Address.Queue queue) {
        return admin.subscription(WitnessedNames.topic(queue), WitnessedNames.subscription(queue))
                .path("consumers")
                .size();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> topics(Address.Queue queue) {
        return queue instanceof Address.Inbox inbox
                ? List.of(WitnessedNames.topic(new Address.Topic(inbox.topic())), WitnessedNames.topic(inbox))
                : List.of(WitnessedNames.topic(queue));
    }

    private static boolean belongsTo(Address address, String topic) {
        if (address instanceof Address.Topic itself) {
            return itself.name().equals(topic);
        }
        if (address instanceof Address.Inbox inbox) {
            return inbox.topic().equals(topic);
        }
        return address instanceof Address.DeadLetters dead && dead.topic().equals(topic);
    }

    private static Set<Range> done(JsonNode cursor) {
        Set<Range> done = new HashSet<>();
        String[] all = cursor.path("markDeletePosition").asString().split(":", -1);
        done.add(new Range(-1, -1, Long.parseLong(all[0]), Long.parseLong(all[1])));
        Matcher ranges =
                RANGE.matcher(cursor.path("individuallyDeletedMessages").asString());
        while (ranges.find()) {
            done.add(new Range(
                    Long.parseLong(ranges.group(1)),
                    Long.parseLong(ranges.group(2)),
                    Long.parseLong(ranges.group(3)),
                    Long.parseLong(ranges.group(4))));
        }
        return done;
    }

    /** Entries behind one position, up to another one that is in it. */
    private record Range(long fromLedger, long fromEntry, long toLedger, long toEntry) {
        boolean holds(MessageId id) {
            MessageIdAdv place = (MessageIdAdv) id;
            long ledger = place.getLedgerId();
            long entry = place.getEntryId();
            return (ledger > fromLedger || (ledger == fromLedger && entry > fromEntry))
                    && (ledger < toLedger || (ledger == toLedger && entry <= toEntry));
        }
    }
}
