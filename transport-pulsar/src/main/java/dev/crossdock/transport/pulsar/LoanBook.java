package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver notes what it lends, before it does: the broker counts deliveries in memory only, and forgets them with
 * the last consumer. One note is written at a time; what comes meanwhile goes into the next. The receiver's thread's alone.
 *
 * <p>What others have noted may be on its way to us still when what it tells of is here. So a note is over when it is not
 * only stored, but follows what is known here ({@link Frontier}) or has come back to us: all that was noted before it is known
 * by then. The next is written meanwhile, since a busy broker looks every ten milliseconds only what there is for a reader.
 */
final class LoanBook {
    // So few that it is not worth the while to tell only what is new.
    private static final int FEW = 64;
    // With many, all of them are told after so many times as many were.
    private static final int RARELY = 8;
    private static final int MAX_INHERITED = 10_000;

    private final Parts parts;
    private final OnLoan onLoan;
    private final long patienceMillis;
    private final Neighbours neighbours;
    private final Map<Place, Integer> inherited = new HashMap<>();
    private final List<MessageId> ownNotes = new ArrayList<>();
    private final ArrayDeque<Noted> coming = new ArrayDeque<>();
    private List<PulsarDelivery> underWay = List.of();
    private @Nullable CompletableFuture<MessageId> writing;
    private List<MessageId> replaced = List.of();
    private int sinceComplete;
    private boolean changed;
    private long number;

    /**
     * What the native client has to do with it.
     *
     * @param self the name under which this receiver notes
     * @param keeper acknowledges notes; it never receives
     */
    record Parts(String self, Producer<byte[]> producer, Consumer<byte[]> keeper, Reader<byte[]> reader) {
        CompletableFuture<Void> close() {
            return CompletableFuture.allOf(producer.closeAsync(), keeper.closeAsync(), reader.closeAsync());
        }
    }

    /** What is stored, and before which something may be that is not known here. */
    private record Noted(long number, List<PulsarDelivery> deliveries, long since) {}

    LoanBook(Parts parts, OnLoan onLoan, long patienceMillis) throws Exception {
        this.parts = parts;
        this.onLoan = onLoan;
        this.patienceMillis = patienceMillis;
        this.neighbours = new Neighbours(parts.reader(), parts.self());
        neighbours.readAll(patienceMillis);
    }

    /** Reads what others have noted, also while there is nothing to note here: there is room for so many of them only. */
    void catchUp() throws PulsarClientException {
        neighbours.catchUp();
    }

    /** Has somebody woken when a note comes back, if one is to. */
    void awaken(Runnable whenBack) {
        if (!coming.isEmpty()) {
            neighbours.awaken(whenBack);
        }
    }

    /** Something that was noted is not so any more. */
    void changed() {
        changed = true;
    }

    /** For long there was nothing to receive: whatever was to come again has come. */
    void nothingComes() {
        changed |= !inherited.isEmpty();
        inherited.clear();
    }

    /** It is done: nobody will ask. */
    void forget(PulsarDelivery delivery) {
        if (!inherited.isEmpty()) {
            inherited.remove(delivery.place);
        }
    }

    /** Whether another note can be begun. */
    boolean isFree() {
        return writing == null;
    }

    /** How many wait for their note to be over. */
    int underWay() {
        int count = underWay.size();
        for (Noted note : coming) {
            count += note.deliveries().size();
        }
        return count;
    }

    boolean hasNews() {
        return changed;
    }

    /**
     * Begins a note.
     *
     * @param fresh what is to be lent when it was stored
     * @param waiting what was noted before and is here, but not lent
     * @param whenStored is run by another thread
     */
    void write(List<PulsarDelivery> fresh, Collection<PulsarDelivery> waiting, Runnable whenStored)
            throws PulsarClientException {
        neighbours.inheritFromSilent(inherited);
        fresh.forEach(delivery -> delivery.before = Math.max(delivery.before, begunBefore(delivery)));
        bound();
        List<PulsarDelivery> here = new ArrayList<>(waiting);
        coming.forEach(note -> here.addAll(note.deliveries()));
        int all = onLoan.size() + here.size() + inherited.size();
        boolean complete = changed || neighbours.hasObsolete() || all <= FEW || sinceComplete > RARELY * all;
        List<Map.Entry<Place, Integer>> begun = new ArrayList<>(complete ? all + fresh.size() : fresh.size());
        fresh.forEach(delivery -> begun.add(delivery.begun()));
        if (complete) {
            here.forEach(delivery -> begun.add(delivery.begun()));
            onLoan.forEach(delivery -> begun.add(delivery.begun()));
            // What is here as well has one more than was inherited.
            begun.forEach(one -> inherited.remove(one.getKey()));
            begun.addAll(inherited.entrySet());
        }
        underWay = fresh;
        sinceComplete = complete ? 0 : sinceComplete + fresh.size();
        changed &= !complete;
        send(complete, LoanNote.write(complete, begun));
        var unused = writing().whenComplete((id, failure) -> whenStored.run());
    }

    /**
     * What may be lent because its note is over.
     *
     * @param arrived gets back, at its front, what somebody had begun more often than we had noted, and what is behind it
     */
    List<PulsarDelivery> takeLendable(ArrayDeque<PulsarDelivery> arrived) throws Exception {
        CompletableFuture<MessageId> note = writing;
        if (note != null && note.isDone()) {
            MessageId id = note.get();
            ownNotes.add(id);
            acknowledgeReplaced();
            coming.add(new Noted(number, underWay, System.nanoTime()));
            writing = null;
            underWay = List.of();
            neighbours.catchUp();
            neighbours.stored(number, id);
        }
        List<PulsarDelivery> lendable = new ArrayList<>();
        while (!coming.isEmpty() && neighbours.haveSeen(coming.element().number())) {
            List<PulsarDelivery> noted = coming.remove().deliveries();
            int right = 0;
            while (right < noted.size() && begunBefore(noted.get(right)) <= noted.get(right).before) {
                right++;
            }
            lendable.addAll(noted.subList(0, right));
            if (right < noted.size()) {
                noteAgain(noted.subList(right, noted.size()), arrived);
            }
        }
        Noted oldest = coming.peek();
        if (oldest != null && System.nanoTime() - oldest.since() > TimeUnit.MILLISECONDS.toNanos(patienceMillis)) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted to read " + parts.reader().getTopic() + ", found that what was sent there did not come");
        }
        return lendable;
    }

    /**
     * Notes what is left at the end: what was lent counts, of what was not begun only former deliveries do.
     *
     * @param lost what was lent and cannot be settled any more, which handlers may still have
     */
    void sayGoodbye(Collection<PulsarDelivery> unbegun, Collection<PulsarDelivery> lost, long limitMillis)
            throws Exception {
        boolean told = writing != null || !ownNotes.isEmpty();
        if (writing != null) {
            try {
                ownNotes.add(writing().get(limitMillis, TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                // The last note says it all once more.
            }
        }
        List<PulsarDelivery> here = new ArrayList<>(unbegun);
        here.addAll(underWay);
        coming.forEach(note -> here.addAll(note.deliveries()));
        List<PulsarDelivery> lent = new ArrayList<>(lost);
        onLoan.forEach(lent::add);
        LoanNote last = LoanNote.last(inherited, here, lent);
        if (last.begun().isEmpty() && !told) {
            return;
        }
        send(true, last.write());
        MessageId id = writing().get(limitMillis, TimeUnit.MILLISECONDS);
        acknowledgeReplaced();
        if (last.begun().isEmpty()) {
            // Who listens has heard it, and who comes later need not.
            acknowledge(List.of(id));
        }
    }

    CompletableFuture<Void> close() {
        return parts.close();
    }

    // With all that is behind it: what is first of its key stays first.
    private void noteAgain(List<PulsarDelivery> first, ArrayDeque<PulsarDelivery> arrived) {
        List<PulsarDelivery> again = new ArrayList<>(first);
        coming.forEach(note -> again.addAll(note.deliveries()));
        coming.clear();
        again.addAll(underWay);
        underWay = List.of();
        for (int i = again.size() - 1; i >= 0; i--) {
            arrived.addFirst(again.get(i));
        }
        changed = true;
    }

    private int begunBefore(PulsarDelivery delivery) {
        int begun = neighbours.begun(delivery.place, inherited);
        return inherited.isEmpty() ? begun : Math.max(begun, inherited.getOrDefault(delivery.place, 0));
    }

    // Whatever is forgotten here counts from the beginning if it comes again.
    private void bound() {
        if (inherited.size() > MAX_INHERITED) {
            inherited.clear();
        }
    }

    private void send(boolean complete, byte[] note) {
        MessageId start = neighbours.start();
        if (start != null && !ownNotes.isEmpty()) {
            start = StartOfNotes.older(start, ownNotes.get(0));
        }
        if (complete) {
            List<MessageId> before = new ArrayList<>(ownNotes);
            before.addAll(neighbours.takeObsolete());
            ownNotes.clear();
            replaced = before;
        }
        TypedMessageBuilder<byte[]> message = parts.producer()
                .newMessage()
                .key(parts.self())
                .sequenceId(++number)
                .value(note);
        if (start != null) {
            message.property(StartOfNotes.PROPERTY, StartOfNotes.write(start));
        }
        writing = message.sendAsync();
    }

    private void acknowledgeReplaced() {
        acknowledge(replaced);
        replaced = List.of();
    }

    private void acknowledge(List<MessageId> notes) {
        if (!notes.isEmpty()) {
            var unused = parts.keeper().acknowledgeAsync(notes);
        }
    }

    private CompletableFuture<MessageId> writing() {
        CompletableFuture<MessageId> note = writing;
        if (note == null) {
            throw new IllegalStateException("no note is under way");
        }
        return note;
    }
}
