package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.History;
import java.util.List;

/** Something that is broken in one way, and has to be found out. */
public interface Broken {
    /** A letter and a number. */
    String id();

    /** What is broken. */
    String title();

    /**
     * The codes with which it has to be found out, such as {@code B01.lost}: a scenario's id, a dot, and the beginning of
     * what does not hold; every one of them.
     */
    List<String> designated();

    /** Breaks a sound harness; closing the result closes that one. */
    TransportHarness harness(TransportHarness sound);

    /** Where a scenario writes down what happens. */
    default History history() {
        return new History();
    }
}
