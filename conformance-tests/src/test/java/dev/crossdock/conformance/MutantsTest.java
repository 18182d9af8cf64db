package dev.crossdock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.mutation.Broken;
import dev.crossdock.conformance.mutation.MutantTrial;
import dev.crossdock.conformance.mutation.Mutants;
import dev.crossdock.conformance.report.MutantLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The suite is worth what it finds: each of these is broken in one way, and has to be found out by what is there for it. */
class MutantsTest {
    private static final long SEED = 20_260_101L;

    @TestFactory
    List<DynamicTest> everyMutantIsKilledByItsDesignatedScenarioWithItsDesignatedCode() {
        MutantLog log = new MutantLog("any");
        MutantTrial trial = new MutantTrial(() -> new InMemoryHarness("leased-queue"), log, SEED);
        ExecutorService trials = Executors.newFixedThreadPool(8);
        List<DynamicTest> tests = new ArrayList<>();
        for (Broken mutant : Mutants.all()) {
            Future<List<String>> survived = trials.submit(() -> trial.run(mutant));
            tests.add(DynamicTest.dynamicTest(
                    mutant.id() + " " + mutant.title(),
                    () -> assertThat(survived.get()).isEmpty()));
        }
        trials.shutdown();
        return tests;
    }

    @Test
    void idsAreUnique() {
        Set<String> ids = new HashSet<>();
        for (Broken mutant : Stream.of(Mutants.all(), Mutants.ofNetworks(), Mutants.ofProcesses())
                .flatMap(List::stream)
                .toList()) {
            assertThat(ids.add(mutant.id())).as(mutant.id()).isTrue();
        }
    }
}
