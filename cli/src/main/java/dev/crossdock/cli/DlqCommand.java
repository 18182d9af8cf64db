package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Messaging;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator does with dead letters. */
@Command(name = "dlq", description = "Looks after the dead letters of a group.", mixinStandardHelpOptions = true)
final class DlqCommand {
    private static final String ONE = "One of them, by its entry id or message id.";

    private interface Work {
        int with(DeadLetters deadLetters) throws Exception;
    }

    @Command(name = "count", description = "How many there are.", mixinStandardHelpOptions = true)
    int count(@Mixin Connection connection, @Mixin Group group, @Mixin Output output) throws Exception {
        return with(connection, group, desk -> {
            DeadLetterCount count = desk.counted();
            if (output.isJson()) {
                Map<String, Object> properties = new LinkedHashMap<>();
                properties.put("messages", count.messages());
                properties.put("exact", count.exact());
                output.one(properties);
            } else {
                output.line((count.exact() ? "" : "about ") + count.messages());
            }
            return ExitCodes.DONE;
        });
    }

    @Command(name = "list", description = "The oldest ones; they stay where they are.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Connection connection,
            @Mixin Group group,
            @Mixin Filter filter,
            @Mixin Output output,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Looks at so many; ${DEFAULT-VALUE}.")
                    int limit)
            throws Exception {
        return with(connection, group, desk -> {
            output.table(desk.browse(limit).stream()
                    .filter(filter.predicate(Instant.now()))
                    .map(output.isJson() ? Letters::everything : Letters::row)
                    .toList());
            return ExitCodes.DONE;
        });
    }

    @Command(name = "show", description = "All about one; it stays where it is.", mixinStandardHelpOptions = true)
    int show(
            @Mixin Connection connection,
            @Mixin Group group,
            @Parameters(index = "2", paramLabel = "ID", description = "Its entry id or message id.") String id,
            @Mixin Output output)
            throws Exception {
        return with(connection, group, desk -> {
            Optional<DeadLetter> found = desk.find(id);
            if (found.isEmpty()) {
                return isNotThere(id, group, output);
            }
            output.one(Letters.everything(found.get()));
            return ExitCodes.DONE;
        });
    }

    @Command(
            name = "redrive",
            description = "Sends them back to their group, and to no other; changed, if that is said.",
            mixinStandardHelpOptions = true)
    int redrive(
            @Mixin Connection connection,
            @Mixin Group group,
            @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = ONE) @Nullable String id,
            @Mixin Choice choice,
            @Mixin Pace pace,
            @Mixin Edit edit,
            @Mixin Output output)
            throws Exception {
        DeadLetterJob job = pace.of(choice.job(id));
        DeadLetterJob edited = job.editing(edit.of(job));
        return with(connection, group, desk -> ended(desk.redrive(shown(edited, output)), id, group, output));
    }

    @Command(name = "discard", description = "Removes them for good.", mixinStandardHelpOptions = true)
    int discard(
            @Mixin Connection connection,
            @Mixin Group group,
            @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = ONE) @Nullable String id,
            @Mixin Choice choice,
            @Mixin Pace pace,
            @Mixin Confirmation confirmation,
            @Mixin Output output)
            throws Exception {
        DeadLetterJob job = pace.of(choice.job(id));
        if (!job.dryRun()) {
            confirmation.demand("remove what was chosen of the dead letters of " + group + " for good");
        }
        return with(connection, group, desk -> ended(desk.discard(shown(job, output)), id, group, output));
    }

    @Command(
            name = "purge",
            description = "Removes all of them for good, or those that are older.",
            mixinStandardHelpOptions = true)
    int purge(
            @Mixin Connection connection,
            @Mixin Group group,
            @Option(names = "--older-than", paramLabel = "TIME", description = "Those that died before: PT2H, P30D.")
                    @Nullable Duration age,
            @Option(names = "--dry-run", description = "Only counts what would be done.") boolean dryRun,
            @Mixin Confirmation confirmation,
            @Mixin Output output)
            throws Exception {
        if (!dryRun) {
            String older = age == null ? "" : " that are older than " + age;
            confirmation.demand("remove all dead letters of " + group + older + " for good");
        }
        DeadLetterJob job = age == null
                ? DeadLetterJob.all()
                : DeadLetterJob.matching(Filter.diedBefore(Instant.now().minus(age)));
        return with(
                connection, group, desk -> ended(desk.discard(shown(job.dryRun(dryRun), output)), null, group, output));
    }

    private static int with(Connection connection, Group group, Work work) throws Exception {
        try (Messaging messaging = connection.open()) {
            return work.with(group.deadLetters(messaging));
        }
    }

    private static DeadLetterJob shown(DeadLetterJob job, Output output) {
        ProgressBar bar = new ProgressBar(output);
        return job.onProgress(bar::show);
    }

    private static int ended(DeadLetterProgress end, @Nullable String id, Group group, Output output) {
        if (id != null && end.matched() == 0) {
            return isNotThere(id, group, output);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("done", end.done());
        properties.put("matched", end.matched());
        properties.put("looked", end.looked());
        properties.put("complete", end.complete());
        output.one(properties);
        if (!end.complete()) {
            output.warn("There are more than can be looked at without removing any: "
                    + "what was found is of those looked at");
        }
        return ExitCodes.DONE;
    }

    private static int isNotThere(String id, Group group, Output output) {
        output.warn("There is no dead letter " + id + " of " + group);
        return ExitCodes.NOT_THERE;
    }
}
