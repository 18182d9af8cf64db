package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplacementsTest {
    private static WireMessage copyOf(WireMessage message, int deliveryCount) {
        return Replacements.uncounted(new RabbitMqDelivery(1, message, deliveryCount, false, "orders/billing"));
    }

    private static WireMessage message(Map<String, String> headers) {
        return new WireMessage(new byte[] {1}, "key", Headers.of(headers));
    }

    @Test
    void theCopyOfAFirstDeliveryIsTheMessage() {
        WireMessage message = message(Map.of(WireHeaders.ID, "1"));
        assertThat(copyOf(message, 1)).isSameAs(message);
    }

    @Test
    void earlierDeliveriesAreAttemptsOfTheCopy() {
        WireMessage copy = copyOf(message(Map.of(WireHeaders.ID, "1")), 3);
        assertThat(copy.headers().get(WireHeaders.RETRY_COUNT)).isEqualTo("2");
        assertThat(copy.headers().get(WireHeaders.ID)).isEqualTo("1");
        assertThat(copy.key()).isEqualTo("key");
        assertThat(copy.body()).containsExactly(1);
    }

    @Test
    void theyComeOnTopOfWhatAnEarlierCopyCarried() {
        WireMessage copy = copyOf(message(Map.of(WireHeaders.RETRY_COUNT, "4")), 2);
        assertThat(copy.headers().get(WireHeaders.RETRY_COUNT)).isEqualTo("5");
    }
}
