package dev.crossdock.cli;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyFinding.Severity;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a group needs on the broker: whether it is there, making it, and what will hurt later. */
@Command(
        name = "topology",
        description = "Looks after what a group needs on the broker.",
        mixinStandardHelpOptions = true)
final class TopologyCommand {
    private interface Work {
        int with(GroupTopology topology);
    }

    private static int with(Connection connection, Member member, Work work) {
        try (Messaging messaging = connection.open()) {
            return work.with(member.topology(messaging));
        }
    }

    @Command(
            name = "plan",
            description = "Shows what is there, missing or different. Changes nothing.",
            mixinStandardHelpOptions = true)
    int plan(@Mixin Connection connection, @Mixin Member member, @Mixin Output output) {
        return with(connection, member, topology -> objects(topology.plan(), output));
    }

    @Command(
            name = "apply",
            description = "Makes what is missing, and leaves alone what is different.",
            mixinStandardHelpOptions = true)
    int apply(@Mixin Connection connection, @Mixin Member member, @Mixin Output output) {
        return with(connection, member, topology -> objects(topology.apply(), output));
    }

    @Command(
            name = "doctor",
            description = "Says what will hurt later, the worst first. Changes nothing.",
            mixinStandardHelpOptions = true)
    int doctor(
            @Mixin Connection connection,
            @Mixin Member member,
            @Mixin Output output,
            @Option(
                            names = "--handler-time",
                            paramLabel = "TIME",
                            defaultValue = "PT0S",
                            description = "How long the slowest handlers take: PT20S.")
                    Duration handlerTime) {
        return with(connection, member, topology -> findings(topology.findings(handlerTime), output));
    }

    private static int objects(List<TopologyObject> plan, Output output) {
        output.table(plan.stream().map(object -> row(object, output.isJson())).toList());
        return plan.stream().allMatch(object -> object.state() == State.PRESENT) ? ExitCodes.DONE : ExitCodes.NOT_WELL;
    }

    // A text is longer than a column of a table: people get a line of it below what it is about.
    private static int findings(List<TopologyFinding> findings, Output output) {
        for (TopologyFinding finding : findings) {
            if (output.isJson()) {
                output.one(row(finding));
            } else {
                output.line(finding.severity() + " " + finding.code() + ": " + finding.about());
                output.line("    " + finding.text());
            }
        }
        boolean well = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        return well ? ExitCodes.DONE : ExitCodes.NOT_WELL;
    }

    private static Map<String, Object> row(TopologyObject object, boolean whole) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("state", object.state().name());
        if (whole) {
            row.put("kind", object.kind().name());
        }
        row.put("what", object.about());
        row.put("detail", object.detail());
        return row;
    }

    private static Map<String, Object> row(TopologyFinding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("severity", finding.severity().name());
        row.put("code", finding.code());
        row.put("about", finding.about());
        row.put("text", finding.text());
        return row;
    }

    /** The consumer whose topology it is, as far as it matters; what the configuration says of it wins. */
    static final class Member {
        @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
        private String topic;

        @Parameters(index = "1", paramLabel = "GROUP", description = "The group.")
        private String group;

        @Option(names = "--ordering", description = "unordered or per-key, as its consumers ask for.")
        private @Nullable Ordering ordering;

        @Option(names = "--max-attempts", paramLabel = "N", description = "Of its retry policy; 5.")
        private int maxAttempts = 5;

        @Option(names = "--first-delay", paramLabel = "TIME", description = "Of its retry policy; PT1S.")
        private Duration firstDelay = Duration.ofSeconds(1);

        @Option(names = "--max-delay", paramLabel = "TIME", description = "Of its retry policy; PT1M.")
        private Duration maxDelay = Duration.ofMinutes(1);

        @Option(names = "--max-handler-time", paramLabel = "TIME", description = "How long its handlers may run.")
        private @Nullable Duration maxHandlerTime;

        @Option(names = "--lease", paramLabel = "TIME", description = "Its lease.")
        private @Nullable Duration lease;

        @SuppressWarnings("NullAway.Init")
        Member() {}

        GroupTopology topology(Messaging messaging) {
            Consumer.Builder<byte[]> builder = messaging
                    .consume(Topic.of(topic, Codec.bytes()), group)
                    .retry(RetryPolicy.exponential(firstDelay, maxDelay).maxAttempts(maxAttempts));
            if (ordering != null) {
                builder = builder.ordering(ordering);
            }
            if (maxHandlerTime != null) {
                builder = builder.maxHandlerTime(maxHandlerTime);
            }
            if (lease != null) {
                builder = builder.lease(lease);
            }
            return builder.topology();
        }
    }
}
