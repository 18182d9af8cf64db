package dev.crossdock.transport.kafka;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * How far a group is in one partition: what is lent, what is done, and how often what is not done was begun before. Used
 * by one thread.
 *
 * <p>Offsets that are never lent (compacted away, aborted, marks of a transaction) count as done as soon as something
 * behind them is lent.
 */
final class Progress {
    private static final int WORTH_SHIFTING = 1 << 14;

    // Bit n tells of the offset base + n; everything before base is done.
    private BitSet done = new BitSet();
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private long base;
    private long lowest;
    private long position;

    private Progress(long committed) {
        this.base = committed;
        this.lowest = committed;
        this.position = committed;
    }

    /**
     * Goes on where the last owner was, as far as it has noted.
     *
     * <p>If it has not said goodbye, everything that it may have had on loan is counted: an attempt is a started
     * delivery, however it ended.
     */
    static Progress resume(long committed, ProgressNote note) {
        Progress progress = new Progress(committed);
        for (ProgressNote.Run run : note.done()) {
            progress.done.set((int) run.start(), (int) run.end());
        }
        for (ProgressNote.Count count : note.counts()) {
            for (long delta = count.start(); delta < count.end(); delta++) {
                progress.counts.put(committed + delta, count.count());
            }
        }
        for (long delta = 0; delta < note.reach(); delta++) {
            if (!progress.done.get((int) delta)) {
                progress.counts.merge(committed + delta, 1, Integer::sum);
            }
        }
        progress.skipDone();
        return progress;
    }

    /** The lowest offset that is not done: what to commit. */
    long lowest() {
        return lowest;
    }

    /** The offset behind the last one that was lent. */
    long position() {
        return position;
    }

    boolean isDone(long offset) {
        return offset < base || done.get(index(offset));
    }

    /** How many deliveries of this offset were begun before, as far as anybody knows. */
    int count(long offset) {
        return counts.isEmpty() ? 0 : counts.getOrDefault(offset, 0);
    }

    /** This one is handed out; what lies before it and was not lent does not exist. */
    void lend(long offset) {
        if (offset > position) {
            if (lowest == position) {
                forgetBefore(offset);
                lowest = offset;
            } else {
                done.set(index(position), index(offset));
            }
        }
        position = Math.max(position, offset + 1);
    }

    void finish(long offset) {
        done.set(index(offset));
        if (!counts.isEmpty()) {
            counts.remove(offset);
        }
        if (offset == lowest) {
            skipDone();
        }
    }

    /** So many attempts at least were made of an offset that is not done. */
    void count(long offset, int attempts) {
        counts.merge(offset, attempts, Math::max);
    }

    /** One more delivery of it was begun. */
    void countOneMore(long offset) {
        counts.merge(offset, 1, Integer::sum);
    }

    /**
     * What to write down beside the offset to commit.
     *
     * @param lentUpTo the offset behind the last one that is lent, or is about to be
     * @param ahead how many more may be lent before the next note is written
     */
    ProgressNote note(long lentUpTo, long ahead) {
        ProgressNote.Builder builder = new ProgressNote.Builder(Math.max(0, lentUpTo - lowest), ahead);
        counts.headMap(lowest).clear();
        counts.forEach((offset, count) -> builder.count(offset - lowest, count));
        int from = done.nextSetBit(index(lowest));
        while (from >= 0) {
            int to = done.nextClearBit(from);
            builder.done(base + from - lowest, base + to - lowest);
            from = done.nextSetBit(to);
        }
        return builder.build();
    }

    private void skipDone() {
        lowest = base + done.nextClearBit(index(lowest));
        position = Math.max(position, lowest);
        if (lowest - base >= WORTH_SHIFTING) {
            forgetBefore(lowest);
        }
    }

    private void forgetBefore(long offset) {
        long passed = offset - base;
        done = passed < done.length() ? done.get((int) passed, done.length()) : new BitSet();
        base = offset;
    }

    private int index(long offset) {
        return Math.toIntExact(offset - base);
    }
}
