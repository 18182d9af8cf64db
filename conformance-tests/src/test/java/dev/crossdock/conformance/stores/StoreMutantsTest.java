package dev.crossdock.conformance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.StoreHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.conformance.report.MutantLog;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The suite of stores is worth what it finds: each of these is broken in one way, and has to be found out. */
class StoreMutantsTest {
    @TestFactory
    List<DynamicTest> everyMutantIsKilledByItsDesignatedScenarios() {
        MutantLog log = new MutantLog("stores");
        List<DynamicTest> tests = new ArrayList<>();
        for (StoreMutants.Mutant mutant : StoreMutants.all()) {
            tests.add(DynamicTest.dynamicTest(mutant.id() + " " + mutant.title(), () -> {
                List<String> killedBy = new ArrayList<>();
                try (StoreHarness harness = new Mutated(mutant)) {
                    for (String id : mutant.designated()) {
                        ScenarioResult result = IdempotencyStoreConformance.play(id, harness);
                        if (result.outcome() == Outcome.FAIL) {
                            killedBy.add(result.code());
                        }
                    }
                }
                log.add(mutant.id(), mutant.title(), mutant.designated(), killedBy);
                assertThat(killedBy).hasSameSizeAs(mutant.designated()).noneMatch(code -> code.endsWith(".thrown"));
            }));
        }
        return tests;
    }

    /** H2's harness, whose instances are broken. */
    private static final class Mutated implements StoreHarness {
        private final StoreMutants.Mutant mutant;
        private final StoreHarness right = new JdbcStoreHarness("store/h2", new H2Server());

        Mutated(StoreMutants.Mutant mutant) {
            this.mutant = mutant;
        }

        @Override
        public TransportIdentity identity() {
            return right.identity();
        }

        @Override
        public IdempotencyStore open(TimeSource time) throws Exception {
            return mutant.breaking().of(right.open(time), time);
        }

        @Override
        public Map<String, String> configuration() {
            return right.configuration();
        }

        @Override
        public BrokerControl control() {
            return right.control();
        }

        @Override
        public long records() throws Exception {
            return right.records();
        }

        @Override
        public void age(Duration by) throws Exception {
            // To a store that keeps everything for ever nothing gets old.
            if (!mutant.id().equals("s10")) {
                right.age(by);
            }
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
