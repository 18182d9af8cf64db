package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.SendListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be sent, and who is told how that ended.
 *
 * @param delaySeconds 0 for none
 * @param group in which it is to keep its place; {@code null} where there are none
 */
record Parcel(
        Content content,
        int index,
        SendListener listener,
        int delaySeconds,
        @Nullable String group) {
    /**
     * What is sent.
     *
     * @param attributes at least one, none of them empty
     * @param size as SNS and SQS count: body, names, types and values of attributes
     */
    record Content(String body, Map<String, String> attributes, int size) {}
}
