package dev.crossdock.conformance.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the report and complains about what does not conform. Arguments: the folder of the parts, the file for programs,
 * the page for people, the version, the modes that must be there separated by commas, the least number of mutants.
 */
public final class ReportMain {
    private ReportMain() {}

    /** Writes both, then throws if there is a complaint, which fails a build. */
    public static void main(String[] arguments) throws Exception {
        ConformanceReport report = ConformanceReport.read(Path.of(arguments[0]), arguments[3]);
        report.writeJson(Path.of(arguments[1]));
        Path page = Path.of(arguments[2]);
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, MatrixPage.of(report));
        List<String> complaints = report.complaints(List.of(arguments[4].split(",")), Integer.parseInt(arguments[5]));
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("it does not conform:\n  " + String.join("\n  ", complaints));
        }
    }
}
