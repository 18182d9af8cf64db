package dev.crossdock.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordKeyTest {
    @Test
    void scopesAndKeysDoNotRunIntoEachOther() {
        assertThat(RecordKey.of("ab", "c").hash())
                .isNotEqualTo(RecordKey.of("a", "bc").hash());
        assertThat(RecordKey.of("a", "b").hash())
                .isEqualTo(RecordKey.of("a", "b").hash());
    }

    @Test
    void halvesOfPairsAreDifferentKeys() {
        assertThat(RecordKey.of("s", "\uD83D").hash())
                .isNotEqualTo(RecordKey.of("s", "\uD83C").hash());
    }

    @Test
    void whatPeopleReadFitsTheColumnAndCanBeStored() {
        assertThat(RecordKey.of("s", "k".repeat(250)).key()).isEqualTo("k".repeat(250));
        assertThat(RecordKey.of("s", "k".repeat(4096)).key()).hasSize(250).endsWith("k…");
        assertThat(RecordKey.of("s", "😀".repeat(125)).key()).isEqualTo("😀".repeat(125));
        assertThat(RecordKey.of("s", "😀".repeat(200)).key()).hasSize(249).endsWith("😀…");
        assertThat(RecordKey.of("s", "a\0b\uD83D").key()).isEqualTo("a\uFFFDb\uFFFD");
    }
}
