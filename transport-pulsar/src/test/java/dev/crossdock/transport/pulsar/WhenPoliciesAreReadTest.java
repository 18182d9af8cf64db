package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Description.Bound;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WhenPoliciesAreReadTest {
    private static Description keeping(String ttl, String quotas) {
        Description.Builder facts = Description.builder();
        TopicFacts.keeping(ttl, quotas, facts);
        return facts.build();
    }

    @Test
    void whatIsNotSetIsNoLimit() {
        for (String none : new String[] {"", "null", "0", "{}"}) {
            assertThat(keeping(none, none)).isEqualTo(Description.builder().build());
        }
        String unlimited =
                "{\"destination_storage\":{\"limitSize\":-1,\"limitTime\":-1,\"policy\":\"producer_request_hold\"},"
                        + "\"message_age\":{\"limitSize\":-1,\"limitTime\":-1,\"policy\":\"producer_request_hold\"}}";
        assertThat(keeping("0", unlimited)).isEqualTo(Description.builder().build());
    }

    @Test
    void aQuotaRemovesOrRefuses() {
        String quotas = "{\"destination_storage\":{\"limit\":9,\"limitSize\":9,\"limitTime\":-1,\"policy\":"
                + "\"consumer_backlog_eviction\"},\"message_age\":{\"limitSize\":-1,\"limitTime\":60,\"policy\":"
                + "\"producer_exception\"}}";
        Description found = keeping("3600", quotas);
        assertThat(found.retention()).contains(Duration.ofHours(1));
        assertThat(found.bounds())
                .containsExactly(
                        new Bound("backlog quota of 9 bytes, consumer_backlog_eviction", true),
                        new Bound("backlog quota of 60 seconds", false));
    }

    @Test
    void aConfirmThatTakesAllCopiesFindsAnotherBookie() {
        Description.Builder all = Description.builder();
        TopicFacts.copies("{\"bookkeeperEnsemble\":2,\"bookkeeperWriteQuorum\":2,\"bookkeeperAckQuorum\":2}", all);
        assertThat(all.build()).isEqualTo(Description.builder().replicas(2).build());
        Description.Builder one = Description.builder();
        TopicFacts.copies("{\"bookkeeperEnsemble\":2,\"bookkeeperWriteQuorum\":2,\"bookkeeperAckQuorum\":1}", one);
        assertThat(one.build().minInSync()).isEqualTo(OptionalInt.of(1));
    }
}
