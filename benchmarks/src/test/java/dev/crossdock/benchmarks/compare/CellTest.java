package dev.crossdock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void theNameOfAKindOfWorkSaysAllOfIt() {
        for (Plan plan : Plan.values()) {
            assertThat(plan.cells(1_024))
                    .allSatisfy(cell -> assertThat(Cell.parse(cell.slug())).isEqualTo(cell));
        }
    }

    @Test
    void whatIsNoNameIsRefusedWithWhatOneIs() {
        assertThatThrownBy(() -> Cell.parse("1024-x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<consumers>")
                .hasMessageContaining("1024-x");
    }
}
