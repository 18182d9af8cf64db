package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.crossdock.messaging.ErrorCode;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the native client itself throws, so that its words are noticed when they change. */
class WhenNoClientCanBeMadeTest {
    @ParameterizedTest
    @CsvSource({
        "broker.invalid:9092, UNAVAILABLE",
        "localhost, INVALID_CONFIGURATION",
        "localhost:port, INVALID_CONFIGURATION",
    })
    void aHostThatNobodyKnowsMayBeKnownLaterAndNonsenseStaysNonsense(String servers, ErrorCode expected) {
        Throwable thrown = catchThrowable(
                () -> Admin.create(Map.of("bootstrap.servers", servers)).close());
        assertThat(thrown).isNotNull();
        assertThat(KafkaErrors.code(thrown.getCause())).isEqualTo(expected);
    }
}
