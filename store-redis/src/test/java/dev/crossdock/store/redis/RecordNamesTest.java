package dev.crossdock.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordNamesTest {
    private final RecordNames names = new RecordNames("p:");

    private String name(String scope, String key) {
        return new String(names.name(scope, key), StandardCharsets.UTF_8);
    }

    @Test
    void shortNamesAreReadable() {
        assertThat(name("orders/billing", "ä 1")).isEqualTo("p:14:orders/billing:ä 1");
    }

    @Test
    void longNamesAreShort() {
        assertThat(name("s", "x".repeat(4096))).startsWith("p:sha256:").hasSize(2 + 7 + 64);
    }

    @Test
    void noTwoKeysHaveOneName() {
        List<String> odd = List.of(
                "",
                ":",
                "1:",
                "a",
                "A",
                "a:",
                ":a",
                "a:b",
                "\u0000",
                "\ud800",
                "\udc00",
                "?",
                "sha256:",
                "x".repeat(4096),
                "x".repeat(4095) + "y",
                "\ud800".repeat(300));
        Set<String> found = new HashSet<>();
        for (String scope : odd) {
            for (String key : odd) {
                found.add(name(scope, key));
            }
        }
        assertThat(found).hasSize(odd.size() * odd.size());
    }
}
