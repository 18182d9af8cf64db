package dev.crossdock.cli;

import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker a command is about: options that all commands have. */
final class Connection {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; without it, crossdock.properties in this folder.")
    private @Nullable Path file;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            mapFallbackValue = "",
            description = "A setting that wins over the file's: -Dcrossdock.transport=kafka.")
    private Map<String, String> settings = Map.of();

    /** Connects, and creates what is missing. */
    Messaging create() {
        return open("create");
    }

    /** Connects; nothing on the broker is created by looking at it. */
    Messaging open() {
        return open("verify");
    }

    private Messaging open(String provision) {
        MessagingConfig config = file == null ? MessagingConfig.load() : MessagingConfig.load(file);
        if (!config.properties().containsKey("crossdock.provision")) {
            config = config.with("crossdock.provision", provision);
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return Messaging.open(config.withIdempotencyStore(new NoStore()));
    }
}
