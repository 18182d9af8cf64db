package dev.crossdock.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the results of all brokers into one file, and onto a page, where those of other brokers stay. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Puts results into one file, and onto a page.")
public final class Report implements Callable<Integer> {
    private static final String TOGETHER = "results.json";

    @Parameters(paramLabel = "DIRECTORY", description = "where the results of each broker are, and where all go")
    private Path directory = Path.of(".");

    @Option(
            names = "--page",
            description = "the page whose tables are written; what it is of lies in a folder named as it")
    private @Nullable Path page;

    private Report() {}

    /** See the class. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Report()).execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Results> parts;
        try (Stream<Path> files = Files.list(directory)) {
            parts = files.filter(file -> file.toString().endsWith(".json") && !file.endsWith(TOGETHER))
                    .sorted()
                    .map(ResultsFile::read)
                    .toList();
        }
        Results measured = ResultsFile.together(parts);
        Results results = page == null ? measured : write(page, measured);
        ResultsFile.write(directory.resolve(TOGETHER), results);
        return below(measured);
    }

    /** Puts results in place of those that the page has of the same brokers; tells what it is of now. */
    private static Results write(Path page, Results measured) throws IOException {
        Path folder = page.resolveSibling(page.getFileName().toString().replaceFirst("\\.md$", ""));
        Results results = withKept(folder.resolve(TOGETHER), measured);
        ResultsFile.write(folder.resolve(TOGETHER), results);
        for (Map.Entry<String, String> chart : Charts.of(results).entrySet()) {
            Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
        }
        Files.writeString(page, PerformancePage.with(Files.readString(page), results));
        return results;
    }

    private static Results withKept(Path before, Results measured) {
        if (!Files.exists(before)) {
            return measured;
        }
        Results kept = ResultsFile.read(before).without(measured.brokers().keySet());
        if (kept.brokers().isEmpty()) {
            return measured;
        }
        if (!kept.comparesWith(measured)) {
            System.out.println("left out, because it is of another machine or Java: "
                    + kept.brokers().keySet());
            return measured;
        }
        return ResultsFile.together(List.of(kept, measured));
    }

    /** Names what is below its floor; their number is how this ends. */
    private static int below(Results results) {
        int below = 0;
        for (Ratio ratio : results.ratios()) {
            for (Bound bound : Bound.all()) {
                if (bound.covers(ratio) && !bound.reachesFloor(ratio.spread().median())) {
                    below++;
                    System.out.println("below the floor of " + bound.floor() + ": " + ratio);
                }
            }
        }
        return below == 0 ? 0 : 1;
    }
}
