package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.Ordering;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WhenAnythingHappensTest {
    private static final int WALKS = 200;
    private static final int STEPS = 300;

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLostNothingDoneComesAgainAndOrderIsKept(Personality mode, Ordering ordering) {
        for (long seed = 0; seed < WALKS; seed++) {
            try {
                new RandomWalk(seed, mode, ordering).run(STEPS);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("walk with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    static Stream<Arguments> kinds() {
        return Arrays.stream(Personality.values())
                .flatMap(mode -> Arrays.stream(Ordering.values()).map(ordering -> Arguments.of(mode, ordering)));
    }
}
