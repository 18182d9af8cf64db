package dev.crossdock.conformance;

import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import dev.crossdock.conformance.report.ResultLog;
import dev.crossdock.conformance.scenarios.Scenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds a transport to the contract. Extend it, give it the harness of one mode of one broker, and run it with JUnit.
 *
 * <p>The scenarios are not methods of the class that extends this one, so none can be overridden or left out; one that did
 * not run is reported as such and does not conform.
 *
 * <p>Properties of the run: {@code crossdock.conformance.faults} ({@code none}, {@code share} or {@code all} of the scenarios
 * with faults, default {@code share}), {@code crossdock.conformance.full} (default {@code false}: those that have a longer
 * form play the shorter one), {@code crossdock.conformance.only} (ids; the report is then marked partial),
 * {@code crossdock.conformance.parallel} (default what the harness says), {@code crossdock.conformance.seed}.
 */
public abstract class TransportConformance {
    /** For subclasses. */
    protected TransportConformance() {}

    /** A harness for the mode to be tested; closed at the end. */
    protected abstract TransportHarness harness();

    /** Plays the catalogue. */
    @TestFactory
    public final Stream<DynamicNode> conformance() {
        RunOptions options = RunOptions.fromSystemProperties();
        TransportHarness harness = harness();
        TransportIdentity identity = harness.identity();
        ScenarioRunner runner = new ScenarioRunner(harness, options.seed(), options.full());
        Map<String, Scenario> bodies = Scenarios.all();
        ResultLog log = ResultLog.begin(identity, options.isPartial(), options.faults());
        ExecutorService players = Executors.newFixedThreadPool(options.parallel(harness.scenariosAtOnce()), task -> {
            Thread thread = new Thread(task, "conformance-" + identity.mode());
            thread.setDaemon(true);
            return thread;
        });
        Map<String, List<DynamicNode>> sections = new LinkedHashMap<>();
        for (Entry entry : Catalogue.standard().entries()) {
            Scenario body = bodies.get(entry.id());
            if (body == null || !options.wants(entry, identity) || !expressible(entry, identity)) {
                continue;
            }
            Future<ScenarioResult> result = players.submit(() -> {
                ScenarioResult played = runner.play(entry, body);
                log.add(played);
                return played;
            });
            sections.computeIfAbsent(entry.section(), section -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(entry.id() + " " + entry.title(), () -> judge(result.get())));
        }
        players.shutdown();
        return Stream.concat(
                        sections.entrySet().stream()
                                .map(section ->
                                        DynamicContainer.dynamicContainer(section.getKey(), section.getValue())),
                        Stream.of(DynamicTest.dynamicTest("the harness closes", harness::close)))
                .map(node -> node);
    }

    /** Whether a scenario can be played at all on a broker that lives in this process. */
    public static boolean expressible(Entry entry, TransportIdentity identity) {
        return !identity.embedded() || entry.needs().isThereInProcess();
    }

    static void judge(ScenarioResult result) {
        if (!result.outcome().conforms()) {
            throw new AssertionError(result.outcome().word() + " " + result.code() + ": " + result.message());
        }
    }

    /** What of the catalogue is played, and how. */
    record RunOptions(boolean full, FaultSelection faults, Set<String> only, long seed) {
        static RunOptions fromSystemProperties() {
            String only = System.getProperty("crossdock.conformance.only", "");
            return new RunOptions(
                    Boolean.getBoolean("crossdock.conformance.full"),
                    FaultSelection.fromSystemProperties(),
                    only.isEmpty() ? Set.of() : Set.of(only.split(",")),
                    Long.getLong("crossdock.conformance.seed", 20_260_101L));
        }

        boolean wants(Entry entry, TransportIdentity identity) {
            return only.isEmpty() ? faults.plays(entry, identity.mode()) : only.contains(entry.id());
        }

        int parallel(int usually) {
            return Integer.getInteger("crossdock.conformance.parallel", usually);
        }

        boolean isPartial() {
            return !only.isEmpty();
        }
    }
}
