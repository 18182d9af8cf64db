package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about: all that have everything that is said. */
final class Filter {
    @Option(names = "--error", paramLabel = "TEXT", description = "Those whose error holds this text.")
    private @Nullable String error;

    @Option(names = "--exception", paramLabel = "CLASS", description = "Those with an exception of this class name.")
    private @Nullable String exception;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Those with this reason: ${COMPLETION-CANDIDATES}.")
    private @Nullable DeadLetterReason reason;

    @Option(names = "--key", paramLabel = "KEY", description = "Those with this key.")
    private @Nullable String key;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Those with this header.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--body", paramLabel = "REGEX", description = "Those whose body, as UTF-8, holds a match.")
    private @Nullable Pattern body;

    @Option(names = "--older-than", paramLabel = "TIME", description = "Those that died before: PT2H, P3D.")
    private @Nullable Duration olderThan;

    boolean isEverything() {
        return error == null
                && exception == null
                && reason == null
                && key == null
                && headers.isEmpty()
                && body == null
                && olderThan == null;
    }

    /** With a date of its own, so that a long job does not come to mean more and more. */
    Predicate<DeadLetter> predicate(Instant now) {
        Predicate<DeadLetter> all = dead -> true;
        if (error != null) {
            String wanted = error;
            all = all.and(dead -> dead.error().contains(wanted));
        }
        if (exception != null) {
            String wanted = exception;
            all = all.and(dead ->
                    dead.exceptionType().equals(wanted) || dead.exceptionType().endsWith("." + wanted));
        }
        if (reason != null) {
            DeadLetterReason wanted = reason;
            all = all.and(dead -> dead.reason() == wanted);
        }
        if (key != null) {
            String wanted = key;
            all = all.and(dead -> wanted.equals(dead.key()));
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            all = all.and(dead -> header.getValue().equals(dead.headers().get(header.getKey())));
        }
        if (body != null) {
            Pattern wanted = body;
            all = all.and(dead -> wanted.matcher(Bodies.text(dead.body())).find());
        }
        if (olderThan != null) {
            all = all.and(diedBefore(now.minus(olderThan)));
        }
        return all;
    }

    /** Those of which it is known that they died before. */
    static Predicate<DeadLetter> diedBefore(Instant limit) {
        return dead -> {
            Instant deadAt = dead.deadAt();
            return deadAt != null && deadAt.isBefore(limit);
        };
    }
}
