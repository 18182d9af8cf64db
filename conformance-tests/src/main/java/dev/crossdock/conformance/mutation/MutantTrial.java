package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.ScenarioRunner;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.report.MutantLog;
import dev.crossdock.conformance.scenarios.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Plays on a mutant the scenarios that have to find it out. */
public final class MutantTrial {
    // One of these has to pass, so that a mutant is not found out only because it cannot do anything at all.
    private static final List<String> CONTROLS = List.of("A02", "M03", "O01", "J01");

    private final Supplier<TransportHarness> sound;
    private final MutantLog log;
    private final long seed;

    /**
     * Trials on this broker.
     *
     * @param sound makes a sound harness with a broker of its own
     * @param log is told how each mutant died
     */
    public MutantTrial(Supplier<TransportHarness> sound, MutantLog log, long seed) {
        this.sound = sound;
        this.log = log;
        this.seed = seed;
    }

    /** What went wrong with the trial: the designated scenarios that did not find the mutant out; empty if all did. */
    public List<String> run(Broken mutant) {
        Map<String, Scenario> bodies = Scenarios.all();
        List<String> survived = new ArrayList<>();
        List<String> killedBy = new ArrayList<>();
        for (String designated : mutant.designated()) {
            String id = designated.substring(0, designated.indexOf('.'));
            Scenario body = bodies.get(id);
            if (body == null) {
                survived.add(designated + ": there is no scenario " + id);
                continue;
            }
            try (TransportHarness harness = mutant.harness(sound.get())) {
                ScenarioResult result = new ScenarioRunner(harness, seed, false, mutant::history)
                        .play(Catalogue.standard().entry(id), body);
                if (!result.outcome().conforms()) {
                    killedBy.add(result.code());
                }
                if (result.outcome().conforms() || !result.code().startsWith(designated)) {
                    survived.add("wanted " + designated + ", found "
                            + result.outcome().word() + " " + result.code() + " "
                            + result.message().lines().findFirst().orElse(""));
                }
            }
        }
        if (CONTROLS.stream().noneMatch(id -> passes(mutant, id, bodies))) {
            survived.add("none of " + CONTROLS + " passes: it cannot do anything at all");
        }
        log.add(mutant.id(), mutant.title(), mutant.designated(), killedBy);
        return survived;
    }

    private boolean passes(Broken mutant, String id, Map<String, Scenario> bodies) {
        Scenario body = bodies.get(id);
        try (TransportHarness harness = mutant.harness(sound.get())) {
            return body != null
                    && new ScenarioRunner(harness, seed, false, mutant::history)
                            .play(Catalogue.standard().entry(id), body)
                            .outcome()
                            .conforms();
        }
    }
}
