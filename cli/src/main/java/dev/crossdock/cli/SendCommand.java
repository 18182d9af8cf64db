package dev.crossdock.cli;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes one message. */
@Command(name = "send", description = "Publishes a message, and says its id.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class SendCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Parameters(index = "1", arity = "0..1", paramLabel = "BODY", description = "The body; without it, what comes in.")
    private @Nullable String body;

    @Option(names = "--id", description = "Its id; without it, a new one.")
    private @Nullable String id;

    @Option(names = "--key", description = "Its key.")
    private @Nullable String key;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--delay", paramLabel = "TIME", description = "Not before: PT30S.")
    private Duration delay = Duration.ZERO;

    @Override
    public Integer call() throws Exception {
        byte[] bytes = body == null ? System.in.readAllBytes() : body.getBytes(StandardCharsets.UTF_8);
        Message<byte[]> message = Message.of(bytes).withKey(key).withDelay(delay);
        if (id != null) {
            message = message.withId(id);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            message = message.withHeader(header.getKey(), header.getValue());
        }
        try (Messaging messaging = connection.open()) {
            messaging.publisher(Topic.of(topic, Codec.bytes())).publish(message);
        }
        if (output.isJson()) {
            output.one(Map.of("message", message.id()));
        } else {
            output.line(message.id());
        }
        return ExitCodes.DONE;
    }
}
