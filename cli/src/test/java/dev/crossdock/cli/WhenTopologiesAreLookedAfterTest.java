package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WhenTopologiesAreLookedAfterTest {
    private final String broker = UUID.randomUUID().toString();

    @Test
    void whatIsMissingIsPlannedThenMadeThenThere() {
        Run plan = Run.of(broker, "topology", "plan", "orders", "billing", "--json");
        assertThat(plan.code()).as(plan.err()).isEqualTo(ExitCodes.NOT_WELL);
        assertThat(plan.json())
                .hasSizeGreaterThan(2)
                .allSatisfy(object -> assertThat(object).containsEntry("state", "MISSING"));
        assertThat(Run.of(broker, "topology", "plan", "orders", "billing").out())
                .startsWith("state")
                .contains("dead letters of group 'billing' on topic 'orders'");

        Run apply = Run.of(broker, "topology", "apply", "orders", "billing", "--ordering", "per-key", "--json");
        assertThat(apply.code()).as(apply.err()).isZero();
        assertThat(apply.json())
                .hasSameSizeAs(plan.json())
                .allSatisfy(object -> assertThat(object).containsEntry("state", "PRESENT"));

        assertThat(Run.of(broker, "topology", "plan", "orders", "billing", "--ordering", "PER_KEY")
                        .code())
                .isZero();
        Run unordered = Run.of(broker, "topology", "plan", "orders", "billing", "--json");
        assertThat(unordered.code()).isEqualTo(ExitCodes.NOT_WELL);
        assertThat(unordered.json()).anySatisfy(object -> assertThat(object).containsEntry("state", "DIFFERENT"));
    }

    @Test
    void theDoctorSaysWhatWillHurt() {
        assertThat(Run.of(broker, "topology", "doctor", "orders", "billing", "--json")
                        .json())
                .anySatisfy(finding -> assertThat(finding).containsEntry("code", "missing-dead-letters"));
        assertThat(Run.of(broker, "topology", "apply", "orders", "billing").code())
                .isZero();
        Run well = Run.of(broker, "topology", "doctor", "orders", "billing");
        assertThat(well.code()).as(well.out() + well.err()).isZero();

        Run slow = Run.of(broker, "topology", "doctor", "orders", "billing", "--handler-time", "PT1H");
        assertThat(slow.code()).isEqualTo(ExitCodes.NOT_WELL);
        assertThat(slow.out()).contains("ERROR handler-time: ");
    }

    @Test
    void anOrderThatThereIsNotIsRefused() {
        Run run = Run.of(broker, "topology", "plan", "orders", "billing", "--ordering", "total");
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("unordered or per-key", "total");
    }
}
