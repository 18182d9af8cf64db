package dev.crossdock.conformance.report;

import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The report as a page for people. The same for the same outcomes: no times, no dates. */
final class MatrixPage {
    private final ConformanceReport report;
    private final StringBuilder page = new StringBuilder();

    private MatrixPage(ConformanceReport report) {
        this.report = report;
    }

    static String of(ConformanceReport report) {
        MatrixPage page = new MatrixPage(report);
        page.head();
        page.page.append("## Scenarios\n\n");
        page.matrix(Catalogue.standard(), run -> !run.isOfStore(), "Brokers");
        if (report.runs().stream().anyMatch(ConformanceReport.Run::isOfStore)) {
            page.page.append("\n## Idempotency stores\n\n");
            page.matrix(Catalogue.stores(), ConformanceReport.Run::isOfStore, "Stores");
        }
        page.notExpressible();
        page.mutants();
        return page.page.toString();
    }

    private void head() {
        page.append("""
                # Conformance

                Written by the conformance suite; do not edit. `./verify` runs it and writes this page anew.

                | outcome | meaning |
                |---|---|
                | PASS | it ran, and everything held |
                | EMULATED | the same, by the engine's work on top of what the broker has |
                | REFUSED | the capability is not there, and asking for it is refused as it must be |
                | FAIL | something did not hold |
                | UNKNOWN | nothing can be said |
                | NOT-RUN | it is in the catalogue and has no result |

                """);
    }

    private void matrix(Catalogue catalogue, Predicate<ConformanceReport.Run> which, String what) {
        List<ConformanceReport.Run> runs = report.runs().stream().filter(which).toList();
        page.append("| id | situation |");
        runs.forEach(run -> page.append(' ').append(run.mode()).append(" |"));
        page.append("\n|---|---|").append("---|".repeat(runs.size())).append('\n');
        for (Entry entry : catalogue.entries()) {
            List<String> cells = new ArrayList<>();
            for (ConformanceReport.Run run : runs) {
                cells.add(outcome(run, entry.id()).orElse(""));
            }
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                page.append("| ")
                        .append(entry.id())
                        .append(" | ")
                        .append(entry.title())
                        .append(" | ");
                page.append(String.join(" | ", cells)).append(" |\n");
            }
        }
        page.append('\n').append(what).append(": ");
        page.append(String.join(
                "; ",
                runs.stream().map(run -> run.mode() + " on " + run.broker()).toList()));
        page.append(".\n");
        page.append("Scenarios with faults (tier 2): ");
        page.append(String.join(
                "; ",
                runs.stream()
                        .collect(Collectors.groupingBy(
                                ConformanceReport.Run::faults,
                                TreeMap::new,
                                Collectors.mapping(ConformanceReport.Run::mode, Collectors.joining(", "))))
                        .entrySet()
                        .stream()
                        .map(played -> played.getKey().inWords() + " on " + played.getValue())
                        .toList()));
        page.append(".\n");
    }

    private void notExpressible() {
        page.append("\n## Not expressible\n\n");
        page.append(
                "A broker that lives in the program's own process has no network, no credentials, no other process that"
                        + " reaches it, and nothing to be stopped:\n\n");
        for (ConformanceReport.Run run : report.runs()) {
            if (!run.notExpressible().isEmpty()) {
                page.append("- ")
                        .append(run.mode())
                        .append(": ")
                        .append(String.join(", ", run.notExpressible()))
                        .append('\n');
            }
        }
    }

    private void mutants() {
        page.append("\n## Broken on purpose\n\n");
        page.append("Each of these transports and engines is broken in one way, and must be found out by the scenario");
        page.append(
                " that is there for it.\n\n| mutant | what is broken | must be killed by | was killed by |\n|---|---|---|---|\n");
        for (MutantLog.Death mutant : report.mutants()) {
            page.append("| ")
                    .append(mutant.id())
                    .append(" | ")
                    .append(mutant.title())
                    .append(" | ");
            page.append(String.join(", ", mutant.designated())).append(" | ");
            // Which check of a scenario is the first to notice may depend on a race; which scenario does not.
            page.append(String.join(", ", scenariosOf(mutant.killedBy()))).append(" |\n");
        }
    }

    private static List<String> scenariosOf(List<String> codes) {
        return codes.stream()
                .map(code -> code.substring(0, code.indexOf('.')))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> outcome(ConformanceReport.Run run, String id) {
        return run.scenarios().stream()
                .filter(line -> line.id().equals(id))
                .map(ConformanceReport.Line::outcome)
                .findFirst();
    }
}
