package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** With which settings topics and queues are made, and which ones would break the contract. Pure. */
final class QueueAttributes {
    /** The longest that SQS keeps anything: dead letters and what waits must not expire before. */
    private static final Duration LONGEST = Duration.ofDays(14);

    private static final int MAX_TAG = 256;

    /** What topics take without being told; queues of the last years take more. */
    private static final int USUAL_BYTES = 256 * 1024;

    private final SqsConfig config;

    QueueAttributes(SqsConfig config) {
        this.config = config;
    }

    Map<String, String> ofTopic(boolean fifo) {
        Map<String, String> settings = new TreeMap<>();
        if (fifo) {
            settings.put("FifoTopic", "true");
            settings.put("ContentBasedDeduplication", "false");
            settings.put("FifoThroughputScope", "MessageGroup");
        }
        if (config.maxMessageBytes() > USUAL_BYTES) {
            settings.put("MaximumMessageSize", Integer.toString(config.maxMessageBytes()));
        }
        return settings;
    }

    /** @param topicArn the topic that an inbox listens to; empty for other queues */
    Map<QueueAttributeName, String> of(Address.Queue queue, String name, boolean fifo, String topicArn) {
        boolean inbox = queue instanceof Address.Inbox;
        Map<QueueAttributeName, String> settings = new EnumMap<>(QueueAttributeName.class);
        Duration retention = inbox ? config.retention() : LONGEST;
        settings.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, Long.toString(retention.toSeconds()));
        if (config.maxMessageBytes() > USUAL_BYTES) {
            settings.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(config.maxMessageBytes()));
        }
        if (inbox) {
            settings.put(QueueAttributeName.POLICY, policy(queueArn(topicArn, name), topicArn));
        }
        if (fifo) {
            settings.put(QueueAttributeName.FIFO_QUEUE, "true");
            settings.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "false");
            settings.put(QueueAttributeName.DEDUPLICATION_SCOPE, "messageGroup");
            settings.put(QueueAttributeName.FIFO_THROUGHPUT_LIMIT, "perMessageGroupId");
        }
        return settings;
    }

    /** So that people can tell what a name stands for that was cut; as much as fits. */
    Map<String, String> tags(String cutName) {
        return cutName.isEmpty()
                ? Map.of()
                : Map.of("crossdock-name", cutName.substring(0, Math.min(MAX_TAG, cutName.length())));
    }

    /** Complains about settings of a queue that is there and would lose messages, refuse them, or miscount. */
    void check(Address.Queue queue, Map<QueueAttributeName, String> present) {
        if (present.containsKey(QueueAttributeName.REDRIVE_POLICY)) {
            throw conflict(
                    queue, QueueAttributeName.REDRIVE_POLICY, "none, because it takes away what is not dead", "one");
        }
        String size = present.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
        if (size != null && Integer.parseInt(size) < config.maxMessageBytes()) {
            throw conflict(
                    queue,
                    QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                    "at least " + config.maxMessageBytes() + " (max-message-bytes)",
                    size);
        }
        String delay = present.get(QueueAttributeName.DELAY_SECONDS);
        if (delay != null && !delay.equals("0")) {
            throw conflict(queue, QueueAttributeName.DELAY_SECONDS, "0", delay);
        }
    }

    /** Lets the topic write to the queue, and nobody else. */
    private static String policy(String queueArn, String topicArn) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"crossdock\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\""
                + queueArn + "\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"" + topicArn + "\"}}}]}";
    }

    /** Topic and queue are in the same partition, region and account. */
    private static String queueArn(String topicArn, String name) {
        String place = topicArn.substring(0, topicArn.lastIndexOf(':') + 1);
        return place.replaceFirst(":sns:", ":sqs:") + name;
    }

    private static MessagingException conflict(
            Address.Queue queue, QueueAttributeName attribute, String wanted, String found) {
        return new MessagingException(
                ErrorCode.CONFLICT,
                "Wanted the " + queue.inWords() + " with " + attribute + " " + wanted + ", found " + found
                        + "; nothing was changed");
    }
}
