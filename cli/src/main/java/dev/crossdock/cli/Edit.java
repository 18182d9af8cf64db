package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of messages before they go back. */
final class Edit {
    @Option(names = "--set-body", paramLabel = "TEXT", description = "The body that they are to have, in UTF-8.")
    private @Nullable String body;

    @Option(names = "--set-key", paramLabel = "KEY", description = "The key that they are to have.")
    private @Nullable String key;

    @Option(names = "--set-header", paramLabel = "NAME=VALUE", description = "A header that they are to have.")
    private Map<String, String> headers = Map.of();

    /** The edit; the very one that a job begins with if nothing is to be changed. */
    UnaryOperator<Message<byte[]>> of(DeadLetterJob job) {
        return body == null && key == null && headers.isEmpty() ? job.edit() : this::edited;
    }

    private Message<byte[]> edited(Message<byte[]> message) {
        byte[] bytes = body == null ? message.body() : body.getBytes(StandardCharsets.UTF_8);
        Message<byte[]> edited = new Message<>(
                message.id(), bytes, key == null ? message.key() : key, message.headers(), message.delay());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            edited = edited.withHeader(header.getKey(), header.getValue());
        }
        return edited;
    }
}
