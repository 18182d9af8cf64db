package dev.crossdock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.mutation.Broken;
import dev.crossdock.conformance.mutation.MutantTrial;
import dev.crossdock.conformance.mutation.Mutants;
import dev.crossdock.conformance.rabbitmq.RabbitMqHarness;
import dev.crossdock.conformance.report.MutantLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What loses things with its process has to be found out on a broker that outlives it. */
@Tag("containers")
class ProcessMutantsTest {
    private static final MutantLog LOG = new MutantLog("process");
    // Keeps the broker running between the trials.
    private static final TransportHarness HARNESS = new RabbitMqHarness();

    static java.util.List<Broken> mutants() {
        return Mutants.ofProcesses();
    }

    @AfterAll
    static void end() {
        HARNESS.close();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void everyMutantIsKilledByItsDesignatedScenarioWithItsDesignatedCode(Broken mutant) {
        assertThat(new MutantTrial(RabbitMqHarness::new, LOG, 20_260_101L).run(mutant))
                .isEmpty();
    }
}
