package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void behaveLikeAMapInInsertionOrderWhateverIsDoneToThem() {
        Random random = new Random(17);
        Headers headers = Headers.empty();
        Map<String, String> model = new LinkedHashMap<>();
        for (int step = 0; step < 2_000; step++) {
            String name = "h" + random.nextInt(12);
            if (random.nextInt(3) == 0) {
                headers = headers.without(name);
                model.remove(name);
            } else {
                headers = headers.with(name, "v" + step);
                model.put(name, "v" + step);
            }
            assertThat(headers.asMap()).containsExactlyEntriesOf(model);
            assertThat(headers.size()).isEqualTo(model.size());
            assertThat(headers.get(name)).isEqualTo(model.get(name));
            assertThat(headers).isEqualTo(Headers.of(model)).hasSameHashCodeAs(Headers.of(model));
        }
    }

    @Test
    void areNotChangedByWithOrWithout() {
        Headers before = Headers.ofPairs("a", "1", "b", "2");
        Headers unused = before.with("a", "9").without("b");
        assertThat(before.asMap()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(unused.asMap()).containsExactly(Map.entry("a", "9"));
    }

    @Test
    void tellUpperFromLowerCase() {
        assertThat(Headers.ofPairs("Foo", "1", "foo", "2").get("foo")).isEqualTo("2");
    }

    @Test
    void doNotShowValues() {
        assertThat(Headers.ofPairs("token", "s3cret").toString())
                .contains("token")
                .doesNotContain("s3cret");
    }

    @Test
    void comeInPairs() {
        assertThatThrownBy(() -> Headers.ofPairs("a")).isInstanceOf(IllegalArgumentException.class);
    }
}
