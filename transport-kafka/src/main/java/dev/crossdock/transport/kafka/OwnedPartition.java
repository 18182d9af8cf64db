package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.WireDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition for as long as a receiver has it: what was fetched, what is on loan, what is done. The receiver's
 * thread's alone.
 *
 * <p>Before a record is lent the broker has to know that it may be, so that whoever comes after a crash can count it:
 * {@link #mayLendBefore} is what the broker knows. It is written ahead a little further the more is lent and done: where
 * nothing becomes done nothing more is lent, and a message that kills its process again and again shall not have its
 * neighbours counted with it.
 */
final class OwnedPartition {
    private final TopicPartition name;
    private final boolean counts;
    private final long maxAhead;
    private final Progress progress;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private final PriorityQueue<KafkaDelivery> returned =
            new PriorityQueue<>(Comparator.comparingLong((KafkaDelivery delivery) -> delivery.offset));
    private @Nullable KafkaDelivery firstOnLoan;
    private long mayLendBefore;
    private long lentAtIntervalStart;
    private long doneInInterval;
    private long ahead;
    private long notes;
    private boolean changed;

    /**
     * Goes on at a committed position.
     *
     * @param counts whether deliveries are counted; else nothing is written ahead
     * @param maxAhead how far it may be written ahead, whatever the traffic
     */
    OwnedPartition(TopicPartition name, boolean counts, long maxAhead, long committed, ProgressNote note) {
        this.name = name;
        this.counts = counts;
        this.maxAhead = maxAhead;
        this.progress = Progress.resume(committed, note);
        this.mayLendBefore = counts ? committed : Long.MAX_VALUE;
        this.lentAtIntervalStart = progress.position();
    }

    TopicPartition name() {
        return name;
    }

    /** Before this offset everything is done. */
    long lowest() {
        return progress.lowest();
    }

    /** Takes what was fetched; gives the number of records that are there to be lent. */
    int add(Collection<ConsumerRecord<byte[], byte[]>> records) {
        int added = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!progress.isDone(record.offset())) {
                fetched.add(record);
                added++;
            }
        }
        return added;
    }

    int fetched() {
        return fetched.size();
    }

    boolean hasLoans() {
        return firstOnLoan != null;
    }

    /** How many records are there to be lent, those that were given back included. */
    int inStore() {
        return fetched.size() + returned.size();
    }

    /** Up to which offset it would lend with so much room; 0 if the broker knows as much already. */
    long wouldLendBefore(int room) {
        ConsumerRecord<byte[], byte[]> newest = fetched.peekLast();
        if (newest == null || newest.offset() < mayLendBefore) {
            return 0;
        }
        ConsumerRecord<byte[], byte[]> last = null;
        int left = room - returned.size();
        for (ConsumerRecord<byte[], byte[]> record : fetched) {
            if (left-- <= 0) {
                break;
            }
            last = record;
        }
        return last != null && last.offset() >= mayLendBefore ? last.offset() + 1 : 0;
    }

    /**
     * Lends, those first that were given back, as far as the broker knows of it. Gives the number taken from what was
     * fetched.
     */
    int lend(int max, List<WireDelivery> into) {
        int taken = 0;
        while (into.size() < max) {
            KafkaDelivery back = returned.poll();
            if (back != null) {
                into.add(hold(new KafkaDelivery(this, back.record, 1 + progress.count(back.offset))));
                continue;
            }
            ConsumerRecord<byte[], byte[]> record = fetched.peek();
            if (record == null || record.offset() >= mayLendBefore) {
                break;
            }
            fetched.remove();
            taken++;
            progress.lend(record.offset());
            changed |= counts;
            into.add(hold(new KafkaDelivery(this, record, 1 + progress.count(record.offset()))));
        }
        return taken;
    }

    void accept(KafkaDelivery delivery) {
        letGo(delivery);
        progress.finish(delivery.offset);
        doneInInterval++;
        changed = true;
    }

    void giveBack(KafkaDelivery delivery) {
        letGo(delivery);
        returned.add(delivery);
    }

    void noteAttempts(KafkaDelivery delivery, int attempts) {
        progress.count(delivery.offset, attempts);
        changed = true;
    }

    /** Its deliveries were begun, and the receiver ends: they count. What was given back does not. */
    void countLoans() {
        for (KafkaDelivery loan = firstOnLoan; loan != null && counts; loan = loan.next) {
            progress.countOneMore(loan.offset);
        }
    }

    /** Of what is on loan some was begun: that counts, whoever ends it. */
    void countBegun(Collection<? extends WireDelivery> begun) {
        for (WireDelivery delivery : begun) {
            KafkaDelivery loan = (KafkaDelivery) delivery;
            if (counts && loan.partition == this && loan.held) {
                progress.countOneMore(loan.offset);
            }
        }
    }

    List<KafkaDelivery> loans() {
        List<KafkaDelivery> loans = new ArrayList<>();
        for (KafkaDelivery loan = firstOnLoan; loan != null; loan = loan.next) {
            loans.add(loan);
        }
        return loans;
    }

    /** Ends all loans. */
    void loseLoans(Consumer<KafkaDelivery> each) {
        List<KafkaDelivery> lost = loans();
        firstOnLoan = null;
        for (KafkaDelivery loan : lost) {
            loan.held = false;
            each.accept(loan);
        }
        fetched.clear();
        returned.clear();
    }

    /** Whether the broker should be told something. */
    boolean hasNews() {
        return changed;
    }

    /** What to tell the broker when everything before an offset is about to be lent. */
    Told noteBeforeLending(long before) {
        keepPace();
        return told(before, ahead);
    }

    /** An interval is over: as much as was lent and done in it may be lent ahead of what the broker was told. */
    void intervalEnds() {
        ahead = doneOfLent();
        lentAtIntervalStart = progress.position();
        doneInInterval = 0;
    }

    // After a silence there is nothing of the last interval. Each note doubles what goes on, instead of the first
    // interval waiting for the broker with each batch.
    private void keepPace() {
        ahead = Math.max(ahead, doneOfLent());
    }

    /** How much was lent and done since the interval began, as far as it may be written ahead. */
    private long doneOfLent() {
        return counts ? Math.min(maxAhead, Math.min(progress.position() - lentAtIntervalStart, doneInInterval)) : 0;
    }

    /** Whether so much was lent ahead that the broker should be told before lending has to wait for it. */
    boolean runsLow() {
        return ahead > 0 && mayLendBefore - progress.position() < ahead / 2;
    }

    /** What to tell the broker now and then. */
    Told noteInBetween() {
        keepPace();
        long lent = progress.position();
        // What was written ahead shall shrink again when there is less to do.
        changed = ahead > 0;
        return told(counts ? lent : 0, ahead);
    }

    /** What to tell the broker at the end, when nothing will be on loan. */
    Told lastNote() {
        return told(0, 0);
    }

    private Told told(long lentBefore, long furtherOn) {
        long lowest = progress.lowest();
        long reach = Math.max(lowest, lentBefore) + furtherOn;
        if (counts) {
            // From now on the broker may know of no more than this.
            mayLendBefore = Math.min(mayLendBefore, reach);
        }
        String note = NoteCodec.encode(progress.note(lentBefore, furtherOn));
        return new Told(this, ++notes, reach, new OffsetAndMetadata(lowest, note));
    }

    private KafkaDelivery hold(KafkaDelivery delivery) {
        KafkaDelivery first = firstOnLoan;
        delivery.next = first;
        if (first != null) {
            first.previous = delivery;
        }
        firstOnLoan = delivery;
        delivery.held = true;
        return delivery;
    }

    private void letGo(KafkaDelivery delivery) {
        KafkaDelivery before = delivery.previous;
        KafkaDelivery after = delivery.next;
        if (before == null) {
            firstOnLoan = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        delivery.previous = null;
        delivery.next = null;
        delivery.held = false;
    }

    /** What the broker is being told, and before which offset it knows then that something may be on loan. */
    record Told(OwnedPartition partition, long number, long reach, OffsetAndMetadata note) {
        void heard() {
            if (partition.counts && partition.notes == number) {
                partition.mayLendBefore = reach;
            }
        }

        void notHeard() {
            partition.changed = true;
        }
    }
}
