package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterJob;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters something is done to: one by its id, those that match, or all. */
@SuppressWarnings("NullAway.Init")
final class Choice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most so many, the oldest first.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private Filter filter;

    /**
     * A job for them.
     *
     * @param id the entry id or message id of one, if that was said
     */
    DeadLetterJob job(@Nullable String id) {
        int ways = (id == null ? 0 : 1) + (filter.isEverything() ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Wanted one of an id, what they have in common, and --all; found "
                            + (ways == 0 ? "none" : "more than one"));
        }
        Predicate<DeadLetter> which = id == null
                ? filter.predicate(Instant.now())
                : dead -> dead.entryId().equals(id) || dead.messageId().equals(id);
        return DeadLetterJob.matching(which).limit(limit);
    }
}
