package dev.crossdock.messaging.core.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void usualNamesStayAsTheyAre() {
        assertThat(Scopes.ofConsumer("orders", "billing")).isEqualTo("orders/billing");
    }

    @Test
    void noTwoHaveOneScope() {
        List<String> names = List.of("a", "b", "a/b", "/", "//", "a/", "/a", "%", "%2F", "%25", "a%2Fb", "%2", "2F");
        Set<String> scopes = new HashSet<>();
        for (String one : names) {
            scopes.add(Scopes.ofCalls(one));
            for (String other : names) {
                scopes.add(Scopes.ofConsumer(one, other));
            }
        }
        assertThat(scopes).hasSize(names.size() * (names.size() + 1));
    }
}
