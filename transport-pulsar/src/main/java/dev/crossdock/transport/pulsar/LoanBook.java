package dev.crossdock.transport.pulsar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver notes what it lends, before it does: the broker counts deliveries in memory only, and forgets them with
 * the last consumer. One note is under way at a time; what comes meanwhile goes into the next. The receiver's thread's alone.
 */
final class LoanBook {
    // So few that it is not worth the while to tell only what is new.
    private static final int FEW = 64;
    // With many, all of them are told after so many times as many were.
    private static final int RARELY = 8;
    private static final int MAX_INHERITED = 10_000;

    private final Parts parts;
    private final OnLoan onLoan;
    private final Neighbours neighbours;
    private final Map<Place, Integer> inherited = new HashMap<>();
    private final List<MessageId> ownNotes = new ArrayList<>();
    private List<PulsarDelivery> underWay = List.of();
    private @Nullable CompletableFuture<MessageId> writing;
    private List<MessageId> replaced = List.of();
    private int sinceComplete;
    private boolean changed;

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

    LoanBook(Parts parts, OnLoan onLoan) throws PulsarClientException {
        this.parts = parts;
        this.onLoan = onLoan;
        this.neighbours = new Neighbours(parts.reader(), parts.self());
        neighbours.readAll();
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

    /** How many wait for the note that is under way. */
    int underWay() {
        return underWay.size();
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
        neighbours.catchUp();
        neighbours.inheritFromSilent(inherited);
        for (PulsarDelivery delivery : fresh) {
            int begun = neighbours.begun(delivery.place, inherited);
            delivery.before = Math.max(begun, inherited.getOrDefault(delivery.place, 0));
        }
        bound();
        int all = onLoan.size() + waiting.size() + inherited.size();
        boolean complete = changed || neighbours.hasObsolete() || all <= FEW || sinceComplete > RARELY * all;
        List<Map.Entry<Place, Integer>> begun = new ArrayList<>(complete ? all + fresh.size() : fresh.size());
        fresh.forEach(delivery -> begun.add(delivery.begun()));
        if (complete) {
            waiting.forEach(delivery -> begun.add(delivery.begun()));
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

    /** What may be lent because the note that was under way is stored; empty if it is not. */
    List<PulsarDelivery> takeStored() throws Exception {
        CompletableFuture<MessageId> note = writing;
        if (note == null || !note.isDone()) {
            return List.of();
        }
        List<PulsarDelivery> stored = underWay;
        writing = null;
        underWay = List.of();
        ownNotes.add(note.get());
        acknowledgeReplaced();
        return stored;
    }

    /**
     * Notes what is left at the end: handlers still have what is on loan, of what was not begun only former deliveries count.
     */
    void sayGoodbye(Collection<PulsarDelivery> unbegun, long limitMillis) throws Exception {
        if (writing != null) {
            ownNotes.add(writing().get(limitMillis, TimeUnit.MILLISECONDS));
        }
        Map<Place, Integer> begun = new HashMap<>(inherited);
        for (PulsarDelivery delivery : unbegun) {
            begun.remove(delivery.place);
            if (delivery.before > 0) {
                begun.put(delivery.place, delivery.before);
            }
        }
        for (PulsarDelivery delivery : underWay) {
            if (delivery.before > 0) {
                begun.put(delivery.place, delivery.before);
            }
        }
        addLent(begun);
        if (begun.isEmpty() && ownNotes.isEmpty()) {
            return;
        }
        send(true, new LoanNote(true, begun).write());
        MessageId last = writing().get(limitMillis, TimeUnit.MILLISECONDS);
        acknowledgeReplaced();
        if (begun.isEmpty()) {
            // Who listens has heard it, and who comes later need not.
            acknowledge(List.of(last));
        }
    }

    CompletableFuture<Void> close() {
        return parts.close();
    }

    private void addLent(Map<Place, Integer> begun) {
        onLoan.forEach(delivery -> begun.put(delivery.place, delivery.before + 1));
    }

    // Whatever is forgotten here counts from the beginning if it comes again.
    private void bound() {
        if (inherited.size() > MAX_INHERITED) {
            inherited.clear();
        }
    }

    private void send(boolean complete, byte[] note) {
        if (complete) {
            List<MessageId> before = new ArrayList<>(ownNotes);
            before.addAll(neighbours.takeObsolete());
            ownNotes.clear();
            replaced = before;
        }
        writing = parts.producer().newMessage().key(parts.self()).value(note).sendAsync();
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
