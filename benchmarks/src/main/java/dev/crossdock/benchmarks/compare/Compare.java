package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Metric;
import dev.crossdock.benchmarks.report.Ratio;
import dev.crossdock.benchmarks.report.Result;
import dev.crossdock.benchmarks.report.Results;
import dev.crossdock.benchmarks.report.ResultsFile;
import dev.crossdock.benchmarks.report.Spread;
import dev.crossdock.benchmarks.subject.Broker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the library with the bare client, and with peers, on one broker that is there. */
@Command(name = "compare", mixinStandardHelpOptions = true, description = "Compares all subjects on one broker.")
public final class Compare implements Callable<Integer> {
    private static final List<Metric> PRINTED =
            List.of(Metric.PUBLISH, Metric.CONSUME, Metric.P99, Metric.PUBLISH_CPU, Metric.CONSUME_CPU, Metric.ALLOC);

    @Option(names = "--transport", required = true, description = "rabbitmq, kafka, nats, pulsar or sqs")
    private String transport = "";

    @Option(names = "--address", required = true, description = "host:port of the broker")
    private String address = "";

    @Option(names = "--version", required = true, description = "what the broker is, for the results")
    private String version = "";

    @Option(names = "--plan", description = "${COMPLETION-CANDIDATES}; QUICK unless said")
    private Plan plan = Plan.QUICK;

    @Option(names = "--body", description = "bytes of a body; 1024 unless said")
    private int bodyBytes = 1_024;

    @Option(
            names = "--cell",
            description = "a kind of work, as it is named in topics: 1024ko-8-256; those of the plan unless said")
    private List<String> cells = List.of();

    @Option(names = "--rounds", description = "how often each subject has its turn; what the plan says unless said")
    private @Nullable Integer rounds;

    @Option(names = "--peer", description = "name=provider=class path of one more to compare with")
    private List<String> peers = List.of();

    @Option(names = "--artifact", description = "name=version of a library, for the results")
    private Map<String, String> artifacts = Map.of();

    @Option(names = "--record", description = "puts a flight recording of each subject beside its log")
    private boolean recorded;

    @Option(names = "--out", required = true, description = "where results and the subjects' logs go")
    private Path out = Path.of("");

    private Compare() {}

    /** See the class. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Cell> chosen = cells.isEmpty()
                ? plan.cells(bodyBytes)
                : cells.stream().map(Cell::parse).toList();
        if (transport.equals("kafka")) {
            BoundedLog.on(address);
        }
        List<Candidate> candidates = new ArrayList<>(Candidate.own());
        int own = candidates.size();
        peers.forEach(peer -> candidates.add(Candidate.parse(peer)));
        List<String> failures = new ArrayList<>();
        List<Readings> all = new ArrayList<>();
        Path logs = out.resolve("logs").resolve(transport);
        List<Hand> hands = new ArrayList<>();
        try {
            for (Candidate candidate : candidates) {
                hands.add(Hand.start(candidate, logs, recorded));
            }
            String run = "bench-" + UUID.randomUUID().toString().substring(0, 8);
            Effort effort = rounds == null ? plan.effort() : plan.effort().withRounds(rounds);
            Comparison comparison = new Comparison(new Broker(transport, address), effort, run, failures);
            for (Cell cell : chosen) {
                Readings readings = comparison.compare(cell, plan.peersDo(cell) ? hands : hands.subList(0, own));
                all.add(readings);
                print(cell, readings);
            }
        } finally {
            for (Hand hand : hands) {
                hand.close();
            }
        }
        ResultsFile.write(
                out.resolve(transport + "-" + plan.name().toLowerCase(Locale.ROOT) + "-" + bodyBytes + ".json"),
                results(all, failures));
        return 0;
    }

    private Results results(List<Readings> all, List<String> failures) {
        List<Result> results = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        for (Readings readings : all) {
            results.addAll(readings.results());
            ratios.addAll(readings.ratios());
            withoutOrder(readings, all).forEach(same -> ratios.addAll(readings.ratiosToUnordered(same)));
        }
        return new Results(
                Machine.describe(),
                Machine.java(Hand.OPTIONS),
                Map.of(transport, version),
                new LinkedHashMap<>(artifacts),
                results,
                ratios,
                failures);
    }

    /** The same work but for the order. */
    private static List<Readings> withoutOrder(Readings readings, List<Readings> all) {
        Cell cell = readings.cell();
        Cell same = new Cell(cell.bodyBytes(), cell.keyed(), false, cell.consumers(), cell.prefetch());
        return cell.ordered()
                ? all.stream().filter(other -> other.cell().equals(same)).toList()
                : List.of();
    }

    /** A line for everybody that Crossdock is compared with. */
    private void print(Cell cell, Readings readings) {
        Map<String, Map<String, Ratio>> byOther = new LinkedHashMap<>();
        for (Ratio ratio : readings.ratios()) {
            byOther.computeIfAbsent(ratio.vs(), vs -> new LinkedHashMap<>()).put(ratio.metric(), ratio);
        }
        byOther.forEach((other, metrics) -> {
            StringBuilder line = new StringBuilder(transport)
                    .append(", ")
                    .append(cell)
                    .append(" ÷ ")
                    .append(other);
            for (Metric metric : PRINTED) {
                Ratio ratio = metrics.get(metric.word());
                Spread theirs = readings.spread(other, metric);
                if (ratio != null && theirs != null) {
                    Spread spread = ratio.spread();
                    line.append(String.format(
                            Locale.ROOT,
                            "%n    %-12s %.2f (%.2f to %.2f) of %,.1f (%,.1f to %,.1f) %s",
                            metric.word(),
                            spread.median(),
                            spread.min(),
                            spread.max(),
                            theirs.median(),
                            theirs.min(),
                            theirs.max(),
                            metric.unit()));
                }
            }
            System.out.println(line);
        });
    }
}
