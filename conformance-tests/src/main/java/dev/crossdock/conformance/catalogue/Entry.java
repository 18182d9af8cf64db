package dev.crossdock.conformance.catalogue;

import dev.crossdock.conformance.Capability;
import org.jspecify.annotations.Nullable;

/**
 * One scenario of the catalogue.
 *
 * @param id a letter for the section and a number
 * @param title the situation
 * @param tier 0 pure, 1 on a broker in good weather, 2 with faults, 3 nightly
 * @param level whether a transport must pass it
 * @param capability which capability it is about; {@code null} if it is for all
 * @param needs what it takes that not every broker has
 * @param clauses the clauses of the contract that it checks
 */
public record Entry(
        String id,
        String title,
        int tier,
        Level level,
        @Nullable Capability capability,
        Needs needs,
        String clauses) {
    /** Whether a transport must pass it. */
    public enum Level {
        /** Every transport. */
        MUST,
        /** Every transport that has the capability; the others must refuse it. */
        CAPABILITY,
        /** Reported, not required. */
        SHOULD
    }

    /** What a scenario takes. */
    public enum Needs {
        /** Nothing special. */
        NOTHING,
        /** A broker at the other end of a network, with credentials. */
        NETWORK,
        /** A server of a store that has TLS, and accounts of its own. */
        ACCOUNTS,
        /** A broker that other processes reach too. */
        PROCESSES,
        /** A way to the broker that may be broken: one scenario at a time takes it, others have their own. */
        LINK,
        /** A broker that may be made to answer nothing for a while: nothing else is played on it meanwhile. */
        PAUSE,
        /** A broker that may be stopped: nothing else is played on it meanwhile. */
        OUTAGE;

        /** Whether a broker has it that lives in the program's own process. */
        public boolean isThereInProcess() {
            return this == NOTHING || this == PAUSE;
        }

        /** Whether nothing else may be played on the broker meanwhile. */
        public boolean isAlone() {
            return this == PAUSE || this == OUTAGE;
        }
    }

    /** The letter of its section. */
    public String section() {
        return id.substring(0, 1);
    }
}
