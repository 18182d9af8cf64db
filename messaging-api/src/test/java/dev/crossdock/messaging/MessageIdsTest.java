package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    @Test
    void areUuidsOfVersionSevenThatCarryTheirMillisecond() {
        UUID id = UUID.fromString(MessageIds.format(1_732_160_000_123L, -1, -1));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_732_160_000_123L);
    }

    @Test
    void sortByTheMillisecondTheyWereMadeIn() {
        assertThat(MessageIds.format(1_000, -1, -1)).isLessThan(MessageIds.format(1_001, 0, 0));
    }

    @Test
    void doNotRepeat() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            assertThat(seen.add(MessageIds.next())).isTrue();
        }
    }
}
