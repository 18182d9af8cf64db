package dev.crossdock.conformance.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GivenEndpointTest {
    private static final String ENDPOINT = "conformance.sqs.endpoint";
    private static final String SNS_ENDPOINT = "conformance.sqs.sns-endpoint";
    private static final String REGION = "conformance.sqs.region";

    @Test
    void nothingMeansTheStandIn() {
        assertThat(read(Map.of())).isNull();
    }

    @Test
    void awsHasItsOwnEndpoints() {
        assertThat(read(Map.of(ENDPOINT, "aws", REGION, "eu-central-1")))
                .isEqualTo(new GivenEndpoint("eu-central-1", null, null));
    }

    @Test
    void snsIsWhereSqsIsUnlessItIsElsewhere() {
        URI one = URI.create("http://localhost:4566");
        URI other = URI.create("https://sns.example:443");
        assertThat(read(Map.of(ENDPOINT, one.toString(), REGION, "us-gov-west-1")))
                .isEqualTo(new GivenEndpoint("us-gov-west-1", one, one));
        assertThat(read(Map.of(ENDPOINT, one.toString(), SNS_ENDPOINT, other.toString(), REGION, "us-east-1")))
                .isEqualTo(new GivenEndpoint("us-east-1", one, other));
    }

    @Test
    void aWrongValueIsToldWithWhatIsPossibleAndNotRepeated() {
        for (String wrong :
                new String[] {"AWS", "localhost:4566", "http://me:secret@host:1", "http://host/path", "a b"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(Map.of(ENDPOINT, wrong, REGION, "us-east-1")))
                    .withMessage(
                            "At -Dconformance.sqs.endpoint wanted aws, http://host:port or https://host:port, found"
                                    + " something else");
        }
    }

    @Test
    void whatIsMissingOrTooMuchIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(ENDPOINT, "aws")))
                .withMessageContaining(REGION)
                .withMessageContaining("eu-central-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(ENDPOINT, "aws", REGION, "Frankfurt")))
                .withMessageContaining("'Frankfurt'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(REGION, "us-east-1")))
                .withMessageContaining(ENDPOINT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(ENDPOINT, "aws", SNS_ENDPOINT, "http://host:1", REGION, "us-east-1")))
                .withMessageContaining(SNS_ENDPOINT);
    }

    private static @Nullable GivenEndpoint read(Map<String, String> properties) {
        return GivenEndpoint.read(name -> properties.getOrDefault(name, ""));
    }
}
