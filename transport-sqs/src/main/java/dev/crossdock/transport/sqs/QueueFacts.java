package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What SQS says of a queue. Pure. */
final class QueueFacts {
    private static final Pattern MAX_RECEIVES = Pattern.compile("\"maxReceiveCount\"\\s*:\\s*\"?(\\d{1,4})");

    private QueueFacts() {}

    static Description of(Address.Queue queue, Map<QueueAttributeName, String> attributes) {
        Description.Builder facts = Description.builder();
        String retention = attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD);
        if (retention != null) {
            facts.retention(Duration.ofSeconds(Long.parseLong(retention)));
        }
        String redrive = attributes.get(QueueAttributeName.REDRIVE_POLICY);
        if (redrive != null) {
            Matcher limit = MAX_RECEIVES.matcher(redrive);
            if (limit.find()) {
                facts.deliveryLimit(Integer.parseInt(limit.group(1)));
            }
        }
        // Without a policy on the queue nobody but its account may send to it, and SNS is somebody else.
        facts.detached(queue instanceof Address.Inbox
                && attributes.getOrDefault(QueueAttributeName.POLICY, "").isBlank());
        return facts.build();
    }
}
