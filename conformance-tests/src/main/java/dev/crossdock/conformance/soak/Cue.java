package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Arrival;

/** Tells handlers what to do with a delivery: what its message's part says, and nothing else. */
final class Cue {
    private final Cast cast;

    Cue(Cast cast) {
        this.cast = cast;
    }

    Act on(Arrival arrival) {
        int number = cast.numberOf(arrival.messageId());
        if (number < 0) {
            return Act.ACCEPT;
        }
        Cast.Part part = cast.part(number);
        return part.poison() || arrival.attempt() <= part.failures() ? Act.FAIL : Act.ACCEPT;
    }
}
