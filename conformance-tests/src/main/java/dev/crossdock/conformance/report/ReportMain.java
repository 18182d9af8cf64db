package dev.crossdock.conformance.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the report and complains about what does not conform. Arguments: the folder of the parts, the file for programs,
 * the page for people, the version, the modes that must be there separated by commas, the least number of mutants, the
 * modes that need a container, the tags of tests that were left out.
 *
 * <p>A run that left out containers says so, and leaves the page for people as it is: what it could write lacks half.
 */
public final class ReportMain {
    private static final String CONTAINERS = "containers";

    private ReportMain() {}

    /** Writes both, then throws if there is a complaint, which fails a build. */
    public static void main(String[] arguments) throws Exception {
        ConformanceReport report = ConformanceReport.read(Path.of(arguments[0]), arguments[3]);
        report.writeJson(Path.of(arguments[1]));
        List<String> required = new ArrayList<>(list(arguments[4]));
        List<String> inContainers = list(arguments[6]);
        boolean leftOut = !inContainers.isEmpty() && list(arguments[7]).contains(CONTAINERS);
        if (!leftOut) {
            required.addAll(inContainers);
            write(Path.of(arguments[2]), report);
        }
        List<String> complaints = report.complaints(required, Integer.parseInt(arguments[5]));
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("it does not conform:\n  " + String.join("\n  ", complaints));
        }
        if (leftOut) {
            System.out.println(notice(inContainers, arguments[2]));
        }
    }

    private static void write(Path page, ConformanceReport report) throws IOException {
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, MatrixPage.of(report));
    }

    private static String notice(List<String> modes, String page) {
        return """

                ************************************************************************
                LEFT OUT, because these brokers need containers:
                  %s
                ./verify plays them too. Until then nothing is said about them, and
                %s stays as it is.
                ************************************************************************
                """.formatted(String.join("\n  ", modes), Path.of(page).getFileName());
    }

    private static List<String> list(String separatedByCommas) {
        return Arrays.stream(separatedByCommas.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
