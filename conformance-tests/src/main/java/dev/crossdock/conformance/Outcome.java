package dev.crossdock.conformance;

/** How a scenario ended. There is no "skipped". */
public enum Outcome {
    /** It ran and everything held. */
    PASS,
    /** The same, by the engine's work and not the broker's. */
    EMULATED,
    /** The capability is not there, and asking for it is refused as it must be. */
    REFUSED,
    /** Something did not hold. */
    FAIL,
    /** Nothing can be said: too little happened, or what should have been watched could not be. */
    UNKNOWN,
    /** It is in the catalogue and has no result. */
    NOT_RUN;

    /** Whether a transport conforms as far as this scenario is concerned. */
    public boolean conforms() {
        return this == PASS || this == EMULATED || this == REFUSED;
    }

    /** The word in reports. */
    public String word() {
        return name().replace('_', '-');
    }
}
