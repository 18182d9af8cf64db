package dev.crossdock.conformance;

/** Nothing can be said. Ends the scenario with {@link Outcome#UNKNOWN}. */
final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undecided(String reason) {
        super(reason);
    }
}
