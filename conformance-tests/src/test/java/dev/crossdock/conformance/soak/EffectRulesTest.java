package dev.crossdock.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Kind;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EffectRulesTest {
    private final Cast cast =
            new Cast("run", new SoakPlan(1, 10_000, 8, 20, 2, 20, 4, 4, 12, 4, 2_000, Duration.ofMinutes(1)));
    private final int good = IntStream.iterate(0, i -> i + 1)
            .filter(i -> !cast.part(i).poison())
            .findFirst()
            .orElseThrow();
    private final int poison = IntStream.iterate(0, i -> i + 1)
            .filter(i -> cast.part(i).poison())
            .findFirst()
            .orElseThrow();
    private final History history = new History();

    private String id(int number) {
        return cast.message(number).id();
    }

    private void add(Kind kind, String member, String id) {
        history.add(kind, member, "t", "once", id, null, 1, "", "");
    }

    @Test
    void eachMessageThatIsAcceptedHasOneEffectThroughTheInbox() {
        BitSet confirmed = new BitSet();
        confirmed.set(good);
        confirmed.set(poison);
        Map<String, Integer> counts = new HashMap<>(Map.of(id(good), 1));
        assertThat(EffectRules.ofTheInbox(counts, cast, confirmed)).isEmpty();
        assertThat(EffectRules.ofTheInbox(Map.of(), cast, confirmed))
                .singleElement()
                .asString()
                .contains("MISSING");
        counts.put(id(good), 2);
        assertThat(EffectRules.ofTheInbox(counts, cast, confirmed))
                .singleElement()
                .asString()
                .contains("TWICE");
        assertThat(EffectRules.ofTheInbox(Map.of(id(good), 1, id(poison), 1, "stranger", 1), cast, confirmed))
                .hasSize(2)
                .allMatch(offence -> offence.contains("PHANTOM"));
    }

    @Test
    void aSecondEffectUnderClaimsNeedsADeathOrAFreeze() {
        add(Kind.EFFECT, "a", "m");
        add(Kind.EFFECT, "b", "m");
        assertThat(EffectRules.ofClaims(history.events(), "once", Set.of())).hasSize(1);
        assertThat(EffectRules.ofClaims(history.events(), "once", Set.of("a"))).isEmpty();
        assertThat(EffectRules.ofClaims(history.events(), "another", Set.of())).isEmpty();
    }

    @Test
    void aDeathExplainsTheEffectsThatCameBeforeIt() {
        add(Kind.EFFECT, "a", "m");
        add(Kind.CRASHED, "a", "");
        add(Kind.EFFECT, "b", "m");
        assertThat(EffectRules.ofClaims(history.events(), "once", Set.of())).isEmpty();
        add(Kind.EFFECT, "c", "m");
        assertThat(EffectRules.ofClaims(history.events(), "once", Set.of())).hasSize(1);
    }
}
