package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is in one partition. Guarded by the queue's lock.
 *
 * <p>The broker knows the committed position, below which all is done, and which records above it are done: at most
 * {@link #MAX_RUNS} runs of them, as the place for such notes is bounded on a real broker. The owner knows besides what
 * it has accepted since the last commit; that is lost with it. Where accepts are durable, each is a commit.
 */
final class PartitionProgress {
    static final int MAX_RUNS = 512;

    private static final Object DONE = new Object();

    private final String name;
    private final OffsetRing<WireMessage> records;
    private final boolean durable;
    private final boolean exclusive;
    private final List<LogLoan> uncommitted = new ArrayList<>();
    private final Map<Long, Integer> counted = new HashMap<>();
    private final PriorityQueue<Long> returned = new PriorityQueue<>();

    // From the committed position to the last record that was lent: its loan, DONE, or null for one to lend again.
    private OffsetRing<Object> slots;
    private long lowest;
    private long position;
    private int done;
    private int loans;

    @Nullable LogSession owner;

    /**
     * Begins at a position.
     *
     * @param durable whether each accept is a commit
     * @param exclusive whether nobody else reads the records, so that what is done can be dropped
     */
    PartitionProgress(String name, OffsetRing<WireMessage> records, long position, boolean durable, boolean exclusive) {
        this.name = name;
        this.records = records;
        this.durable = durable;
        this.exclusive = exclusive;
        this.slots = new OffsetRing<>(position);
        this.lowest = position;
        this.position = position;
    }

    String name() {
        return name;
    }

    long committed() {
        return slots.start();
    }

    int depth() {
        return (int) (records.end() - lowest) - done;
    }

    int onLoan() {
        return loans;
    }

    void take(int max, List<WireDelivery> into) {
        while (into.size() < max) {
            long offset = next();
            if (offset < 0) {
                return;
            }
            WireMessage message = records.get(offset);
            if (message == null) {
                throw new IllegalStateException("nothing is stored at " + name + " @" + offset);
            }
            int count = counted.isEmpty() ? 0 : counted.getOrDefault(offset, 0);
            LogLoan loan = new LogLoan(this, offset, message, count + 1);
            slots.set(offset, loan);
            loans++;
            into.add(loan);
        }
    }

    boolean isHeld(LogLoan loan) {
        return loan.offset >= slots.start() && loan.offset < slots.end() && slots.get(loan.offset) == loan;
    }

    void accept(LogLoan loan) {
        slots.set(loan.offset, DONE);
        loans--;
        done++;
        skipDone();
        uncommitted.add(loan);
        if (durable) {
            commit();
        }
    }

    void giveBack(LogLoan loan) {
        slots.set(loan.offset, null);
        loans--;
        returned.add(loan.offset);
    }

    void hold(LogLoan loan, int attemptsMade) {
        counted.merge(loan.offset, attemptsMade, Math::max);
    }

    void commit() {
        if (!counted.isEmpty()) {
            uncommitted.forEach(loan -> counted.remove(loan.offset));
        }
        uncommitted.clear();
        slots.dropTo(lowest);
        if (exclusive) {
            records.dropTo(lowest);
        }
    }

    /** What was accepted since the last commit is to be done again; for all the broker knows it was on loan. */
    void forgetUncommitted() {
        for (LogLoan loan : uncommitted) {
            slots.set(loan.offset, null);
            counted.merge(loan.offset, 1, Integer::sum);
        }
        uncommitted.clear();
    }

    /**
     * The owner loses it: what it had on loan is to be lent again, from the lowest that is not done.
     *
     * @param counts whether its deliveries count
     * @param each is told about each loan
     */
    void revoke(boolean counts, Consumer<LogLoan> each) {
        owner = null;
        loans = 0;
        done = 0;
        returned.clear();
        lowest = slots.start();
        int runs = 0;
        boolean inRun = false;
        for (long offset = slots.start(); offset < slots.end(); offset++) {
            Object slot = slots.get(offset);
            if (slot instanceof LogLoan loan) {
                slots.set(offset, null);
                if (counts) {
                    counted.merge(offset, 1, Integer::sum);
                }
                each.accept(loan);
            }
            boolean isDone = slot == DONE;
            runs += isDone && !inRun ? 1 : 0;
            inRun = isDone;
            if (isDone && runs > MAX_RUNS && !durable) {
                slots.set(offset, null);
            } else if (isDone) {
                done++;
            }
        }
        skipDone();
        position = lowest;
    }

    /** The records that are not done, in order, up to a limit. */
    void peek(int limit, List<WireMessage> into) {
        for (long offset = lowest; offset < records.end() && into.size() < limit; offset++) {
            boolean isDone = offset < slots.end() && slots.get(offset) == DONE;
            WireMessage message = records.get(offset);
            if (!isDone && message != null) {
                into.add(message);
            }
        }
    }

    /** The next record to lend; -1 if there is none. */
    private long next() {
        Long back = returned.poll();
        if (back != null) {
            return back;
        }
        // What the last owner had done may be behind the committed position by now.
        position = Math.max(position, lowest);
        while (position < slots.end() && slots.get(position) != null) {
            position++;
        }
        if (position >= records.end()) {
            return -1;
        }
        if (position == slots.end()) {
            slots.add(null);
        }
        return position++;
    }

    private void skipDone() {
        while (lowest < slots.end() && slots.get(lowest) == DONE) {
            lowest++;
            done--;
        }
    }
}
