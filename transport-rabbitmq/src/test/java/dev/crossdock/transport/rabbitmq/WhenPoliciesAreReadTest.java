package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Description.Bound;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WhenPoliciesAreReadTest {
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address.DelayLane LANE = new Address.DelayLane(INBOX, Duration.ofSeconds(5));

    private static String json(String policy, String members) {
        return "{\"arguments\":{\"x-delivery-limit\":-1,\"x-queue-type\":\"quorum\"},\"delivery_limit\":7,"
                + "\"effective_policy_definition\":" + policy + ",\"members\":[" + members + "],\"name\":\"q\"}";
    }

    private static Description read(Address.Queue queue, String policy) {
        Description.Builder facts = Description.builder();
        ManagedQueue.read(queue, json(policy, "\"a\", \"b\", \"c\""), facts);
        return facts.build();
    }

    @Test
    void withoutAPolicyThereAreCopiesOnly() {
        for (String none : new String[] {"{}", "[]"}) {
            assertThat(ManagedQueue.tellsOfPolicies(json(none, ""))).isTrue();
            assertThat(read(INBOX, none))
                    .isEqualTo(Description.builder().replicas(3).minInSync(2).build());
        }
        assertThat(ManagedQueue.tellsOfPolicies("{\"name\":\"q\"}")).isFalse();
        assertThat(ManagedQueue.tellsOfPolicies("[]")).isFalse();
    }

    @Test
    void aLimitOfReturnsIsOneOfDeliveriesMore() {
        assertThat(read(INBOX, "{\"delivery-limit\":2,\"queue-leader-locator\":\"balanced\"}")
                        .deliveryLimit())
                .isEqualTo(OptionalInt.of(3));
        assertThat(read(INBOX, "{\"delivery-limit\": -1}").deliveryLimit()).isEmpty();
    }

    @Test
    void whatIsFullDropsTheOldestUnlessItIsToldToRefuse() {
        assertThat(read(INBOX, "{\"max-length\":100}").bounds())
                .containsExactly(new Bound("max-length = 100 (policy, overflow drop-head)", true));
        assertThat(read(INBOX, "{\"max-length-bytes\":9,\"overflow\":\"reject-publish\"}")
                        .bounds())
                .containsExactly(new Bound("max-length-bytes = 9", false));
        assertThat(read(LANE, "{\"max-length\":100,\"overflow\":\"drop-head\"}").bounds())
                .containsExactly(new Bound("max-length = 100", false));
    }

    @Test
    void whatExpires() {
        Description inbox = read(INBOX, "{\"message-ttl\":60000,\"expires\":1800000}");
        assertThat(inbox.retention()).contains(Duration.ofMinutes(1));
        assertThat(inbox.deletedWhenUnused()).contains(Duration.ofMinutes(30));
        Description lane = read(LANE, "{\"message-ttl\":60000,\"expires\":1800000}");
        assertThat(lane.retention()).isEmpty();
        assertThat(lane.deletedWhenUnused()).contains(Duration.ofMinutes(30));
    }
}
