package dev.crossdock.conformance.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.Kind;
import dev.crossdock.messaging.TopologyObject.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What only SQS has that hurts a group. */
@Tag("containers")
class TopologyOnSqsTest {
    private static final String WELL = "NOTE dead-letters-expire";

    private final String name = "topology-" + UUID.randomUUID().toString().substring(0, 8);
    private final StandInServer server = StandInServer.shared();
    private final Messaging messaging = Messaging.open(MessagingConfig.of(server.configuration(false)));
    private final SqsAsyncClient sqs = server.clients().sqs();
    private final SnsAsyncClient sns = server.clients().sns();

    @BeforeEach
    void aGroup() {
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(State.PRESENT);
        assertThat(codes(builder())).containsExactly(WELL);
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void whatExpiresBeforeItsLastRetry() {
        set(name + "--group", QueueAttributeName.MESSAGE_RETENTION_PERIOD, "3600");
        assertThat(codes(builder())).containsExactly(WELL);
        // Released messages keep their age.
        Consumer.Builder<byte[]> patient =
                builder().retry(RetryPolicy.fixed(Duration.ofMinutes(20)).maxAttempts(5));
        assertThat(codes(patient)).containsExactly("ERROR retention", WELL);
    }

    @Test
    void deadLettersThatExpireSooner() {
        set(name + "--group--dead", QueueAttributeName.MESSAGE_RETENTION_PERIOD, "86400");
        assertThat(codes(builder())).containsExactly("WARNING dead-letters-expire");
    }

    @Test
    void aRedrivePolicyOfTheQueueTakesMessagesAway() {
        String arn = attribute(name + "--group--dead", QueueAttributeName.QUEUE_ARN);
        set(
                name + "--group",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":3}");
        List<TopologyObject> plan = builder().topology().plan();
        assertThat(plan)
                .filteredOn(object -> object.state() == State.DIFFERENT)
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.kind()).isEqualTo(Kind.INBOX);
                    assertThat(object.detail()).contains("RedrivePolicy");
                });
        List<TopologyFinding> findings = builder().topology().findings(Duration.ZERO);
        assertThat(findings).extracting(TopologyFinding::code).startsWith("different", "delivery-limit");
        assertThat(findings.get(1).text()).contains("3 times");
    }

    @Test
    void whatWasDeletedIsMissingAlsoToWhoHasSeenIt() {
        sqs.deleteQueue(request -> request.queueUrl(url(name + "--group--dead")))
                .join();
        assertThat(builder().topology().plan())
                .filteredOn(object -> object.state() == State.MISSING)
                .extracting(TopologyObject::kind)
                .containsExactly(Kind.DEAD_LETTERS);
    }

    @Test
    void anInboxThatIsSubscribedToNothingIsMissingUntilItIsMadeAgain() {
        sns.listSubscriptions().join().subscriptions().stream()
                .filter(subscription -> subscription.endpoint().endsWith(":" + name + "--group"))
                .forEach(subscription -> sns.unsubscribe(
                                request -> request.subscriptionArn(subscription.subscriptionArn()))
                        .join());
        assertThat(builder().topology().plan())
                .filteredOn(object -> object.state() == State.MISSING)
                .extracting(TopologyObject::kind)
                .containsExactly(Kind.INBOX);
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(State.PRESENT);
    }

    private Consumer.Builder<byte[]> builder() {
        return messaging.consume(Topic.of(name, Codec.bytes()), "group");
    }

    private String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).join().queueUrl();
    }

    private void set(String queue, QueueAttributeName attribute, String value) {
        sqs.setQueueAttributes(request -> request.queueUrl(url(queue)).attributes(Map.of(attribute, value)))
                .join();
    }

    private String attribute(String queue, QueueAttributeName attribute) {
        return String.valueOf(
                sqs.getQueueAttributes(request -> request.queueUrl(url(queue)).attributeNames(attribute))
                        .join()
                        .attributes()
                        .get(attribute));
    }

    private static List<String> codes(Consumer.Builder<byte[]> builder) {
        return builder.topology().findings(Duration.ZERO).stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }
}
