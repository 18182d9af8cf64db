package dev.crossdock.benchmarks.report;

import dev.crossdock.messaging.Ordering;
import java.util.Comparator;

/**
 * What something was measured with; only what is measured with the same compares.
 *
 * @param bodyBytes how many bytes a body has
 * @param consumers how many handlers run at a time
 * @param ordering whether the order of each key is kept
 * @param keyed whether the messages have keys
 * @param prefetch how many messages may be with a consumer
 */
public record Conditions(
        String transport, int bodyBytes, int consumers, Ordering ordering, boolean keyed, int prefetch) {
    /** As tables have them. */
    static final Comparator<Conditions> ORDER = Comparator.comparing(Conditions::transport)
            .thenComparing(Conditions::bodyBytes)
            .thenComparing(Conditions::ordering)
            .thenComparing(Conditions::keyed)
            .thenComparing(Conditions::consumers)
            .thenComparing(Conditions::prefetch, Comparator.reverseOrder());

    boolean ordered() {
        return ordering == Ordering.PER_KEY;
    }

    /** For people. */
    String order() {
        if (ordered()) {
            return "per key";
        }
        return keyed ? "none, keys" : "none";
    }

    /** For people. */
    String body() {
        return bodyBytes % 1_024 == 0 ? bodyBytes / 1_024 + " KiB" : bodyBytes + " B";
    }
}
