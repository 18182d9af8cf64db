package dev.crossdock.conformance.report;

import dev.crossdock.conformance.FaultSelection;
import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Joins the catalogue with what the runs have left behind, so that what did not run shows, and says whether all of it
 * conforms.
 *
 * @param kit the version of the suite
 * @param runs the runs, by mode
 * @param mutants the mutants, by id
 */
public record ConformanceReport(String kit, List<Run> runs, List<MutantLog.Death> mutants) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<Integer> REQUIRED_TIERS = List.of(0, 1, 2);

    /** One transport in one mode. */
    record Run(
            String transport,
            String mode,
            String broker,
            boolean partial,
            FaultSelection faults,
            List<Line> scenarios,
            List<String> notExpressible) {
        /** Whether it is one of an idempotency store. */
        boolean isOfStore() {
            return transport.equals(IdempotencyStoreConformance.STORE);
        }

        /** What it was held to. */
        Catalogue catalogue() {
            return catalogueOf(transport);
        }
    }

    /** One scenario of a run. */
    record Line(String id, String outcome, long millis, String message) {}

    /** Reads what the runs have left in a folder. */
    static ConformanceReport read(Path parts, String kit) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Path file : named(parts, "run-")) {
            runs.add(join(JSON.readValue(Files.readString(file), ResultLog.Part.class)));
        }
        List<MutantLog.Death> deaths = new ArrayList<>();
        for (Path file : named(parts, "mutants-")) {
            deaths.addAll(Arrays.asList(JSON.readValue(Files.readString(file), MutantLog.Death[].class)));
        }
        deaths.sort(Comparator.comparing(MutantLog.Death::id));
        return new ConformanceReport(kit, List.copyOf(runs), List.copyOf(deaths));
    }

    private static List<Path> named(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** The same without some modes: what an earlier build has left of them says nothing about this one. */
    ConformanceReport without(List<String> modes) {
        return new ConformanceReport(
                kit, runs.stream().filter(run -> !modes.contains(run.mode())).toList(), mutants);
    }

    /** Writes it for programs. */
    void writeJson(Path file) {
        ResultLog.write(file, this);
    }

    /** What does not conform, a line each; empty if everything does. */
    List<String> complaints(List<String> requiredModes, int requiredMutants) {
        List<String> complaints = new ArrayList<>();
        for (String mode : requiredModes) {
            if (runs.stream().noneMatch(run -> run.mode().equals(mode))) {
                complaints.add("there is no run of " + mode);
            }
        }
        for (Run run : runs) {
            if (run.partial()) {
                complaints.add("the run of " + run.mode() + " is partial");
            }
            for (Line line : run.scenarios()) {
                if (isRequired(run.catalogue().entry(line.id()))
                        && !Outcome.valueOf(line.outcome().replace('-', '_')).conforms()) {
                    complaints.add(run.mode() + " " + line.id() + " " + line.outcome() + " "
                            + line.message().lines().findFirst().orElse(""));
                }
            }
        }
        for (MutantLog.Death mutant : mutants) {
            for (String designated : mutant.designated()) {
                if (mutant.killedBy().stream().noneMatch(killer -> killer.startsWith(designated))) {
                    complaints.add(
                            "mutant " + mutant.id() + " (" + mutant.title() + ") was not killed by " + designated);
                }
            }
        }
        if (mutants.size() < requiredMutants) {
            complaints.add("wanted at least " + requiredMutants + " mutants, found " + mutants.size());
        }
        if (requiredMutants > 0) {
            complaints.addAll(decorations());
        }
        return complaints;
    }

    // A scenario that finds nothing out could be left away and nobody would notice.
    private List<String> decorations() {
        Set<String> killers = mutants.stream()
                .flatMap(mutant -> mutant.killedBy().stream())
                .map(code -> code.substring(0, code.indexOf('.')))
                .collect(Collectors.toSet());
        return runs.stream()
                .flatMap(run -> run.scenarios().stream()
                        .map(Line::id)
                        .filter(id -> mustKill(run.catalogue().entry(id))))
                .distinct()
                .filter(id -> !killers.contains(id))
                .map(id -> "scenario " + id + " has killed no mutant: nobody knows whether it can fail")
                .toList();
    }

    private static boolean isRequired(Entry entry) {
        return REQUIRED_TIERS.contains(entry.tier()) && entry.level() != Entry.Level.SHOULD;
    }

    // What breaks under faults only is shown by the faults themselves: a scenario cannot prove one that did not happen.
    private static boolean mustKill(Entry entry) {
        return isRequired(entry) && entry.tier() <= 1;
    }

    private static Catalogue catalogueOf(String transport) {
        return transport.equals(IdempotencyStoreConformance.STORE) ? Catalogue.stores() : Catalogue.standard();
    }

    private static Run join(ResultLog.Part part) {
        Map<String, ScenarioResult> results = new LinkedHashMap<>();
        part.results().forEach(result -> results.put(result.id(), result));
        TransportIdentity identity =
                new TransportIdentity(part.transport(), part.mode(), part.broker(), part.embedded());
        List<Line> lines = new ArrayList<>();
        List<String> notExpressible = new ArrayList<>();
        for (Entry entry : catalogueOf(part.transport()).entries()) {
            ScenarioResult result = results.get(entry.id());
            if (!TransportConformance.expressible(entry, identity)) {
                notExpressible.add(entry.id());
            } else if (result != null) {
                String message = result.code().isEmpty() ? "" : result.code() + ": " + result.message();
                lines.add(new Line(entry.id(), result.outcome().word(), result.millis(), message));
            } else if (part.faults().plays(entry, part.mode())) {
                lines.add(new Line(entry.id(), Outcome.NOT_RUN.word(), 0, "it has no result"));
            }
        }
        return new Run(
                part.transport(), part.mode(), part.broker(), part.partial(), part.faults(), lines, notExpressible);
    }
}
