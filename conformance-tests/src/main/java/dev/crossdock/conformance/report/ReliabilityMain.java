package dev.crossdock.conformance.report;

import dev.crossdock.conformance.soak.SoakLog;
import dev.crossdock.conformance.soak.SoakResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the numbers of soaks into the page about reliability. Arguments: the folder of the results, the page.
 *
 * <p>A mode that was not played keeps the numbers it has.
 */
public final class ReliabilityMain {
    private ReliabilityMain() {}

    /** Reads all results and replaces their rows. */
    public static void main(String[] arguments) throws IOException {
        List<SoakResult> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                results.add(SoakLog.read(file));
            }
        }
        Path page = Path.of(arguments[1]);
        Files.writeString(page, ReliabilityPage.with(Files.readString(page), results));
    }
}
