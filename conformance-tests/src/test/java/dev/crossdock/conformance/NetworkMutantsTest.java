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

/** What is careless with whom it talks to has to be found out on a broker that asks. */
@Tag("containers")
class NetworkMutantsTest {
    private static final MutantLog LOG = new MutantLog("network");
    // Keeps the broker running between the trials.
    private static final TransportHarness HARNESS = new RabbitMqHarness();

    static java.util.List<Broken> mutants() {
        return Mutants.ofNetworks();
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
