package dev.crossdock.conformance;

import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import dev.crossdock.conformance.report.ResultLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds an idempotency store to its contract. Extend it, give it the harness of one store, and run it with JUnit.
 *
 * <p>As with {@link TransportConformance} none of the scenarios can be overridden or left out; they are played one after the
 * other.
 */
public abstract class IdempotencyStoreConformance {
    /** What stands for the transport in the identity of a store. */
    public static final String STORE = "store";

    /** For subclasses. */
    protected IdempotencyStoreConformance() {}

    /** A harness for the store to be tested; closed at the end. */
    protected abstract StoreHarness harness();

    /** Plays the catalogue. */
    @TestFactory
    public final Stream<DynamicNode> conformance() {
        StoreHarness harness = harness();
        TransportConformance.RunOptions options = TransportConformance.RunOptions.fromSystemProperties();
        ResultLog log = ResultLog.begin(harness.identity(), options.isPartial(), options.faults());
        List<DynamicNode> tests = new ArrayList<>();
        for (Entry entry : Catalogue.stores().entries()) {
            if (options.wants(entry, harness.identity()) && expressible(entry, harness)) {
                tests.add(DynamicTest.dynamicTest(entry.id() + " " + entry.title(), () -> {
                    ScenarioResult result = play(entry.id(), harness);
                    log.add(result);
                    TransportConformance.judge(result);
                }));
            }
        }
        tests.add(DynamicTest.dynamicTest("the harness closes", harness::close));
        return tests.stream();
    }

    /** Plays one scenario; never throws. */
    public static ScenarioResult play(String id, StoreHarness harness) {
        StoreScenario body = Objects.requireNonNull(StoreScenarios.all().get(id), id);
        long began = System.nanoTime();
        try {
            StoreStage stage = new StoreStage(id, harness);
            try (stage) {
                body.play(stage);
            }
            return stage.checks() == 0
                    ? ended(id, Outcome.UNKNOWN, began, id + ".vacuous", "it checked nothing")
                    : ended(id, Outcome.PASS, began, "", "");
        } catch (Violation violation) {
            return ended(id, Outcome.FAIL, began, violation.code(), String.valueOf(violation.getMessage()));
        } catch (UnsupportedOperationException unsupported) {
            return ended(id, Outcome.UNKNOWN, began, id + ".unsupported", unsupported.toString());
        } catch (Exception | Error thrown) {
            StackTraceElement[] trace = thrown.getStackTrace();
            return ended(
                    id,
                    Outcome.FAIL,
                    began,
                    id + ".thrown",
                    thrown + " at " + (trace.length == 0 ? "an unknown place" : trace[0]));
        }
    }

    private static boolean expressible(Entry entry, StoreHarness harness) {
        return entry.needs() == Entry.Needs.ACCOUNTS
                ? harness.security().isPresent()
                : TransportConformance.expressible(entry, harness.identity());
    }

    private static ScenarioResult ended(String id, Outcome outcome, long began, String code, String message) {
        return new ScenarioResult(id, outcome, (System.nanoTime() - began) / 1_000_000, code, message);
    }
}
