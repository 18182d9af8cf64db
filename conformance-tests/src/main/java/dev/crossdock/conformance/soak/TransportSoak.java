package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plays a soak with JUnit. Extend it, give it the harness of one mode of one broker and a database. What is played is
 * described by system properties, see {@link SoakPlan#fromSystemProperties()}.
 */
@Tag("soak")
public abstract class TransportSoak {
    /** For subclasses. */
    protected TransportSoak() {}

    /** A harness for the mode to be tested; closed at the end. */
    protected abstract TransportHarness harness();

    /** A database that nothing else uses; closed at the end. */
    protected abstract Effects effects() throws Exception;

    /** Plays it; fails unless everything held and every fault was seen. */
    @Test
    public final void soak() throws Exception {
        try (TransportHarness harness = harness();
                Effects effects = effects()) {
            SoakResult result = new Soak(harness, SoakPlan.fromSystemProperties(), effects).play();
            if (result.outcome() != Outcome.PASS) {
                throw new AssertionError(result.mode() + " " + result.outcome() + " with " + result.options() + "\n  "
                        + String.join("\n  ", result.offences()) + "\n  " + String.join("\n  ", result.undecided()));
            }
        }
    }
}
