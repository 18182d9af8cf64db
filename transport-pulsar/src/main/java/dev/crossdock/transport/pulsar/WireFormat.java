package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.TypedMessageBuilder;

/** Messages as Pulsar's and back: headers are properties, the key is the key. Pure. */
final class WireFormat {
    private static final String CLOUD_EVENTS_ID = "ce_id";
    private static final byte[] NOTHING = {};

    private WireFormat() {}

    static TypedMessageBuilder<byte[]> toPulsar(Producer<byte[]> producer, WireMessage message, Duration delay) {
        TypedMessageBuilder<byte[]> built = producer.newMessage().value(message.body());
        String key = message.key();
        if (key != null) {
            built.key(key);
        }
        Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            built.property(headers.nameAt(i), headers.valueAt(i));
        }
        return delay.isZero() ? built : built.deliverAfter(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    static WireMessage fromPulsar(Message<byte[]> message) {
        Map<String, String> properties = message.getProperties();
        Headers headers = Headers.of(properties);
        String foreignId = properties.get(CLOUD_EVENTS_ID);
        if (foreignId != null && !foreignId.isEmpty() && !properties.containsKey(WireHeaders.ID)) {
            headers = headers.with(WireHeaders.ID, foreignId);
        }
        byte[] body = message.getData();
        return new WireMessage(body == null ? NOTHING : body, message.hasKey() ? message.getKey() : null, headers);
    }
}
