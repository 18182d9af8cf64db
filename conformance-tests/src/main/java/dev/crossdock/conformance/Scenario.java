package dev.crossdock.conformance;

/** The body of a scenario. The same on every transport. */
@FunctionalInterface
public interface Scenario {
    /** Plays it; whatever does not hold is said to the context, or thrown. */
    void play(Stage stage) throws Exception;
}
