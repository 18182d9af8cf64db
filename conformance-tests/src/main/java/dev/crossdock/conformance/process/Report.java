package dev.crossdock.conformance.process;

import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Told;
import org.jspecify.annotations.Nullable;

/**
 * A line that a worker writes.
 *
 * @param type what it is about
 * @param call which call of the handler; 0 if it is about none
 * @param kind how a handler began or ended
 * @param arrival what was delivered
 * @param text the fingerprint of what was delivered, or why a handler failed; of the last one, how long closing took
 * @param told what an observer was told
 */
record Report(
        Type type,
        long call,
        @Nullable Kind kind,
        @Nullable Arrival arrival,
        String text,
        @Nullable Told told) {
    /** Begins the lines that are meant for the parent; libraries print as well. */
    static final String MARK = "crossdock-worker: ";

    enum Type {
        /** The consumer receives. */
        READY,
        /** A handler begins or ends. */
        HANDLER,
        /** An observer was told something. */
        TOLD,
        /** It was asked to end, and begins to close. */
        CLOSING,
        /** It has closed. */
        CLOSED
    }

    static Report ready() {
        return new Report(Type.READY, 0, null, null, "", null);
    }

    static Report handler(long call, Kind kind, Arrival arrival, String text) {
        return new Report(Type.HANDLER, call, kind, arrival, text, null);
    }

    static Report closing() {
        return new Report(Type.CLOSING, 0, null, null, "", null);
    }

    /** Closed so long after it was asked to, or after the last handler had ended if that was later. */
    static Report closed(long millis) {
        return new Report(Type.CLOSED, 0, null, null, Long.toString(millis), null);
    }

    static Report told(Told told) {
        return new Report(Type.TOLD, 0, null, null, "", told);
    }
}
