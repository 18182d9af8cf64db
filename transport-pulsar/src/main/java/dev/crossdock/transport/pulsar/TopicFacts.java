package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the broker says of a topic: its parts to clients, the rest to administrators. */
final class TopicFacts {
    private static final String POLICIES =
            "message TTL, backlog quota, copies, and whether unused subscriptions are deleted";

    // Flat objects one beside the other, of which each is a quota.
    private static final Pattern QUOTA = Pattern.compile("\"(\\w+)\"\\s*:\\s*\\{([^{}]*)}");
    private static final String NUMBER = "\"\\s*:\\s*(-?\\d{1,18})";
    private static final Pattern SIZE = Pattern.compile("\"limitSize" + NUMBER);
    private static final Pattern TIME = Pattern.compile("\"limitTime" + NUMBER);
    private static final Pattern WRITE_QUORUM = Pattern.compile("\"bookkeeperWriteQuorum" + NUMBER);
    private static final Pattern ACK_QUORUM = Pattern.compile("\"bookkeeperAckQuorum" + NUMBER);
    private static final String EVICTION = "consumer_backlog_eviction";

    private final PulsarNames names;
    private final Provisioner provisioner;
    private final @Nullable BrokerAdmin admin;

    /** @param admin {@code null} if there is no way to it */
    TopicFacts(PulsarNames names, Provisioner provisioner, @Nullable BrokerAdmin admin) {
        this.names = names;
        this.provisioner = provisioner;
        this.admin = admin;
    }

    Description of(Address address) throws Exception {
        String topic = names.topic(address);
        Description.Builder facts = Description.builder();
        if (address instanceof Address.Topic) {
            facts.partitions(provisioner.partitions(topic));
        }
        String[] place = topic.substring("persistent://".length()).split("/", 3);
        String commands = "ook with pulsar-admin namespaces policies " + place[0] + "/" + place[1]
                + ", and topics get-message-ttl --applied.";
        if (admin == null) {
            facts.unseen(
                    POLICIES + ", because clients do not see them",
                    "Set crossdock.pulsar.admin-url to http(s)://host:8080 and ask again. Or l" + commands);
            return facts.build();
        }
        try {
            ask(admin, address, topic, facts);
        } catch (BrokerAdmin.Silent e) {
            facts.unseen(POLICIES + ", because " + e.getMessage(), "L" + commands);
        }
        return facts.build();
    }

    private void ask(BrokerAdmin from, Address address, String topic, Description.Builder facts)
            throws BrokerAdmin.Silent, InterruptedException {
        keeping(from.applied(topic, "messageTTL"), from.applied(topic, "backlogQuotaMap"), facts);
        copies(from.applied(topic, "persistence"), facts);
        if (address instanceof Address.Queue queue) {
            long minutes = number(from.subscriptionExpirationMinutes(topic));
            if (minutes > 0) {
                facts.deletedWhenUnused(Duration.ofMinutes(minutes));
            }
            if (queue instanceof Address.Inbox inbox) {
                String subscription = names.subscription(inbox);
                facts.detached(!from.hasSubscription(names.topic(new Address.Topic(inbox.topic())), subscription)
                        || !from.hasSubscription(topic, subscription));
            }
        }
    }

    /** Reads how long what is not acknowledged is kept, and how much of it. */
    static void keeping(String ttl, String quotas, Description.Builder facts) {
        long seconds = number(ttl);
        if (seconds > 0) {
            facts.retention(Duration.ofSeconds(seconds));
        }
        Matcher quota = QUOTA.matcher(quotas);
        while (quota.find()) {
            String definition = quota.group(2);
            long size = found(SIZE, definition);
            long time = found(TIME, definition);
            boolean bySize = quota.group(1).equals("destination_storage");
            boolean removes = definition.contains(EVICTION);
            String policy = removes ? ", " + EVICTION : "";
            if (bySize && size >= 0) {
                facts.bound("backlog quota of " + size + " bytes" + policy, removes);
            } else if (!bySize && time > 0) {
                facts.bound("backlog quota of " + time + " seconds" + policy, removes);
            }
        }
    }

    /** Reads how many bookies store each message, and how many of them are waited for. */
    static void copies(String persistence, Description.Builder facts) {
        int copies = (int) found(WRITE_QUORUM, persistence);
        int confirmed = (int) found(ACK_QUORUM, persistence);
        if (copies > 0) {
            facts.replicas(copies);
        }
        if (confirmed > 0 && confirmed < copies) {
            // If it takes all, another bookie stands in for one that is away.
            facts.minInSync(confirmed);
        }
    }

    private static long found(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static long number(String json) {
        String text = json.strip();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
