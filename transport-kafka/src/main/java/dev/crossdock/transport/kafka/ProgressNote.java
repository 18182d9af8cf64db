package dev.crossdock.transport.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * What a group writes down beside a committed offset. All numbers are distances from that offset. Immutable.
 *
 * @param lent how far messages were on loan when this was written; 0 if its writer kept none
 * @param ahead how many more it allowed itself to lend before it would write again
 * @param counts how many deliveries were begun of what is not done, the lowest first
 * @param done what is done above the committed offset, the lowest first
 */
record ProgressNote(long lent, long ahead, List<Count> counts, List<Run> done) {
    /** Nothing is known but the offset. */
    static final ProgressNote NONE = new ProgressNote(0, 0, List.of(), List.of());

    /** Before which distance lies everything that its writer may have had on loan. */
    long reach() {
        return lent + ahead;
    }

    /** How many are done above the committed offset. */
    long doneCount() {
        return done.stream().mapToLong(run -> run.end() - run.start()).sum();
    }

    /** From a distance to another one, which is not included. */
    record Run(long start, long end) {}

    /** The same number of deliveries from a distance to another one, which is not included. */
    record Count(long start, long end, int count) {}

    /** Joins neighbours while it collects. */
    static final class Builder {
        private final long lent;
        private final long ahead;
        private final List<Count> counts = new ArrayList<>();
        private final List<Run> done = new ArrayList<>();

        Builder(long lent, long ahead) {
            this.lent = lent;
            this.ahead = ahead;
        }

        void count(long distance, int count) {
            Count last = counts.isEmpty() ? null : counts.get(counts.size() - 1);
            if (last != null && last.end() == distance && last.count() == count) {
                counts.set(counts.size() - 1, new Count(last.start(), distance + 1, count));
            } else {
                counts.add(new Count(distance, distance + 1, count));
            }
        }

        void done(long start, long end) {
            done.add(new Run(start, end));
        }

        ProgressNote build() {
            return new ProgressNote(lent, ahead, List.copyOf(counts), List.copyOf(done));
        }
    }
}
