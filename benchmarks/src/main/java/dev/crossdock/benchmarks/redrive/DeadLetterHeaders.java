package dev.crossdock.benchmarks.redrive;

import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.spi.WireHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the library writes on a dead letter, so that the bare client moves messages of the same size. */
final class DeadLetterHeaders {
    private static final String AT = "2026-11-21T09:00:00.000Z";

    private DeadLetterHeaders() {}

    static Map<String, Object> next(String topic) {
        String id = Message.of("").id();
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(WireHeaders.ID, id);
        headers.put(WireHeaders.PUBLISHED_AT, AT);
        headers.put(WireHeaders.CONTENT_TYPE, "application/octet-stream");
        headers.put(WireHeaders.DLQ_REASON, "REJECTED");
        headers.put(WireHeaders.DLQ_ENTRY, id + "@" + topic + "/group");
        headers.put(WireHeaders.DLQ_ATTEMPTS, "1");
        headers.put(WireHeaders.DLQ_AT, AT);
        headers.put(WireHeaders.DLQ_TOPIC, topic);
        headers.put(WireHeaders.DLQ_GROUP, "group");
        headers.put(WireHeaders.DLQ_FIRST_AT, AT);
        headers.put(WireHeaders.DLQ_SOURCE, topic + "/1");
        headers.put(WireHeaders.DLQ_MESSAGE, "so that it can be redriven");
        return headers;
    }
}
