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

/** Puts the results of all brokers into one file, and onto the page if there is one. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Puts results into one file, and onto a page.")
public final class Report implements Callable<Integer> {
    private static final String TOGETHER = "results.json";

    @Parameters(paramLabel = "DIRECTORY", description = "where the results of each broker are, and where all go")
    private Path directory = Path.of(".");

    @Option(names = "--page", description = "the page whose tables are written")
    private @Nullable Path page;

    @Option(names = "--charts", description = "where the pictures of the page go")
    private @Nullable Path charts;

    private Report() {}

    /** See the class. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Report()).execute(arguments));
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
        Results results = ResultsFile.together(parts);
        ResultsFile.write(directory.resolve(TOGETHER), results);
        if (page != null) {
            Files.writeString(page, PerformancePage.with(Files.readString(page), results));
        }
        if (charts != null) {
            Files.createDirectories(charts);
            for (Map.Entry<String, String> chart : Charts.of(results).entrySet()) {
                Files.writeString(charts.resolve(chart.getKey()), chart.getValue());
            }
        }
        return below(results);
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
