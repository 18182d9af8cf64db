package dev.crossdock.conformance.sqs;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Messages as they lie in a queue, from their description in docs/transports/sqs.md. */
final class WitnessedMessage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WitnessedMessage() {}

    static WireMessage read(String text, Map<String, String> attributes) {
        Map<String, String> headers = new LinkedHashMap<>(attributes);
        String packed = headers.remove("crossdock-headers");
        if (packed != null) {
            JSON.readTree(packed)
                    .properties()
                    .forEach(entry ->
                            headers.put(entry.getKey(), entry.getValue().asString()));
        }
        String key = headers.remove("$key");
        String marker = headers.remove("$body");
        byte[] body = "base64".equals(marker)
                ? Base64.getDecoder().decode(text)
                : "empty".equals(marker) ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return new WireMessage(body, key, Headers.of(headers));
    }
}
