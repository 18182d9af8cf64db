package dev.crossdock.transport.pulsar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.jspecify.annotations.Nullable;

/**
 * What the other receivers of a group, living and dead, have noted of their loans. A note is in the broker before what it
 * tells of is lent, and so before anybody else can be given that. The receiver's thread's alone.
 */
final class Neighbours {
    // As long as a note is needed, whoever begins reads all that follow it.
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Reader<byte[]> reader;
    private final String self;
    private final Frontier frontier = new Frontier();
    private final Map<String, Known> known = new HashMap<>();
    private final List<MessageId> obsolete = new ArrayList<>();
    private @Nullable CompletableFuture<Message<byte[]>> waiting;
    private @Nullable MessageId lastRead;
    private long seen;

    /**
     * Goes on reading where the reader is.
     *
     * @param self who we are; of what we have noted ourselves only the number is looked at
     */
    Neighbours(Reader<byte[]> reader, String self) {
        this.reader = reader;
        this.self = self;
    }

    /**
     * Reads what was noted before. If something of it does not come, it is waited for with our first note, see
     * {@link #haveSeen}.
     *
     * @param limitMillis for each
     */
    void readAll(long limitMillis) throws Exception {
        while (reader.hasMessageAvailableAsync().get(limitMillis, TimeUnit.MILLISECONDS)) {
            Message<byte[]> note = reader.readNext((int) limitMillis, TimeUnit.MILLISECONDS);
            if (note == null) {
                return;
            }
            learn(note);
        }
    }

    /** Reads what has come since. */
    void catchUp() throws PulsarClientException {
        for (Message<byte[]> note = poll(); note != null; note = poll()) {
            learn(note);
        }
    }

    /** A note of our own is stored at a place; whether it has to be read as well is seen from that. */
    void stored(long number, MessageId id) {
        if (frontier.reaches(Place.of(0, id))) {
            seen = Math.max(seen, number);
        }
    }

    /** Whether all that was noted before a note of our own is known: it has come, or nothing can be missing before it. */
    boolean haveSeen(long number) {
        return seen >= number;
    }

    /** The oldest note that is needed, or the last one that was read if that is older; {@code null} if none was read. */
    @Nullable MessageId start() {
        MessageId start = lastRead;
        for (Known neighbour : known.values()) {
            if (!neighbour.begun.isEmpty()) {
                start = StartOfNotes.older(start, neighbour.notes.get(0));
            }
        }
        for (MessageId note : obsolete) {
            start = StartOfNotes.older(start, note);
        }
        return start;
    }

    /** Has somebody woken when the next note is here. */
    void awaken(Runnable whenHere) {
        if (waiting == null) {
            CompletableFuture<Message<byte[]>> asked = reader.readNextAsync();
            waiting = asked;
            var unused = asked.whenComplete((note, failure) -> whenHere.run());
        }
    }

    /** How many deliveries of a message that was given to us have been begun by others. Who had it has it no more. */
    int begun(Place place, Map<Place, Integer> inherited) {
        int most = 0;
        for (Iterator<Known> each = known.values().iterator(); each.hasNext(); ) {
            Known neighbour = each.next();
            Integer begun = neighbour.begun.get(place);
            if (begun != null) {
                most = Math.max(most, begun);
                inherit(neighbour, inherited);
                each.remove();
            }
        }
        return most;
    }

    /**
     * Takes over from those that have said nothing for long, also if they had nothing: as long as a note stays, the broker
     * keeps all that follow it. If its writer lives all the same, both say the same of its loans, which does no harm.
     */
    void inheritFromSilent(Map<Place, Integer> inherited) {
        long now = System.currentTimeMillis();
        known.values().removeIf(neighbour -> {
            boolean silent = now - neighbour.lastHeard > SILENCE.toMillis();
            if (silent) {
                inherit(neighbour, inherited);
            }
            return silent;
        });
    }

    private void inherit(Known neighbour, Map<Place, Integer> inherited) {
        neighbour.begun.forEach((its, count) -> inherited.merge(its, count, Math::max));
        obsolete.addAll(neighbour.notes);
    }

    /** The notes whose content is in ours by now, or of no use; asked for once. */
    List<MessageId> takeObsolete() {
        List<MessageId> taken = List.copyOf(obsolete);
        obsolete.clear();
        return taken;
    }

    boolean hasObsolete() {
        return !obsolete.isEmpty();
    }

    private @Nullable Message<byte[]> poll() throws PulsarClientException {
        CompletableFuture<Message<byte[]>> asked = waiting;
        if (asked == null) {
            return reader.readNext(0, TimeUnit.MILLISECONDS);
        }
        // What comes later stays behind this one.
        if (!asked.isDone()) {
            return null;
        }
        waiting = null;
        return asked.isCompletedExceptionally() ? null : asked.join();
    }

    private void learn(Message<byte[]> message) {
        lastRead = message.getMessageId();
        frontier.read(Place.of(0, lastRead));
        String writer = message.getKey();
        if (writer == null) {
            return;
        }
        if (writer.equals(self)) {
            seen = Math.max(seen, message.getSequenceId());
            return;
        }
        LoanNote note = LoanNote.read(message.getData());
        Known neighbour = known.computeIfAbsent(writer, first -> new Known());
        if (note.complete()) {
            // Its writer acknowledges what it has said before.
            neighbour.begun.clear();
            neighbour.notes.clear();
        }
        neighbour.begun.putAll(note.begun());
        neighbour.notes.add(message.getMessageId());
        neighbour.lastHeard = message.getPublishTime();
    }

    private static final class Known {
        final Map<Place, Integer> begun = new HashMap<>();
        final List<MessageId> notes = new ArrayList<>();
        long lastHeard;
    }
}
