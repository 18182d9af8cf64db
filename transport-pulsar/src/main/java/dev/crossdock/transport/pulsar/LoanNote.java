package dev.crossdock.transport.pulsar;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one receiver says of its loans: how many deliveries of a message have been begun, those under way included.
 * Immutable by agreement.
 *
 * <p>As bytes: the version, 1; 1 if this is all, 0 if it comes on top of the receiver's last notes; then runs of messages
 * that follow each other and have equal counts, as numbers of seven bits a byte, lowest first: source, ledger less the last
 * run's and entry less the last run's (both zigzag), index plus 1, length, count. Without an index a run goes through
 * entries, else through the indexes of one entry.
 *
 * @param complete whether what the receiver has said before is over
 * @param begun the counts
 */
record LoanNote(boolean complete, Map<Place, Integer> begun) {
    private static final int VERSION = 1;

    /** Reads a note; one of an unknown version says nothing. */
    static LoanNote read(byte[] bytes) {
        Map<Place, Integer> begun = new HashMap<>();
        if (bytes.length < 2 || bytes[0] != VERSION) {
            return new LoanNote(false, begun);
        }
        Numbers numbers = new Numbers(bytes, 2);
        long ledger = 0;
        long entry = 0;
        while (numbers.hasNext()) {
            int source = (int) numbers.next();
            ledger += unzigzag(numbers.next());
            entry += unzigzag(numbers.next());
            int index = (int) numbers.next() - 1;
            long length = numbers.next();
            int count = (int) numbers.next();
            for (int i = 0; i < length; i++) {
                begun.put(
                        index < 0
                                ? new Place(source, ledger, entry + i, index)
                                : new Place(source, ledger, entry, index + i),
                        count);
            }
        }
        return new LoanNote(bytes[1] == 1, begun);
    }

    /**
     * What is to be known of a receiver when it is gone.
     *
     * @param inherited what it has taken over from others
     * @param unbegun what it had and did not lend, of which former deliveries count
     * @param lent what it lent and did not settle
     */
    static LoanNote last(
            Map<Place, Integer> inherited, Collection<PulsarDelivery> unbegun, Collection<PulsarDelivery> lent) {
        // Of what has only arrived nobody has asked yet what was inherited of it.
        Map<Place, Integer> begun = new HashMap<>(inherited);
        unbegun.forEach(delivery -> begun.merge(delivery.place, delivery.before, Math::max));
        lent.forEach(delivery -> begun.merge(delivery.place, delivery.before + 1, Math::max));
        begun.values().removeIf(count -> count == 0);
        return new LoanNote(true, begun);
    }

    byte[] write() {
        return write(complete, new ArrayList<>(begun.entrySet()));
    }

    /** Writes one of these counts, which are sorted here; it is quick if they are already. */
    static byte[] write(boolean complete, List<Map.Entry<Place, Integer>> begun) {
        begun.sort(Map.Entry.comparingByKey());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        bytes.write(VERSION);
        bytes.write(complete ? 1 : 0);
        Place before = new Place(0, 0, 0, -1);
        Place start = null;
        int length = 0;
        int count = 0;
        for (Map.Entry<Place, Integer> next : begun) {
            if (start != null && next.getValue() == count && follows(start, length, next.getKey())) {
                length++;
                continue;
            }
            if (start != null) {
                run(bytes, before, start, length, count);
                before = start;
            }
            start = next.getKey();
            length = 1;
            count = next.getValue();
        }
        if (start != null) {
            run(bytes, before, start, length, count);
        }
        return bytes.toByteArray();
    }

    private static boolean follows(Place start, int length, Place next) {
        if (start.source() != next.source() || start.ledger() != next.ledger()) {
            return false;
        }
        return start.index() < 0
                ? next.index() < 0 && next.entry() == start.entry() + length
                : next.entry() == start.entry() && next.index() == start.index() + length;
    }

    private static void run(ByteArrayOutputStream bytes, Place before, Place start, int length, int count) {
        number(bytes, start.source());
        number(bytes, zigzag(start.ledger() - before.ledger()));
        number(bytes, zigzag(start.entry() - before.entry()));
        number(bytes, start.index() + 1);
        number(bytes, length);
        number(bytes, count);
    }

    private static void number(ByteArrayOutputStream bytes, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes.write((int) (left | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static final class Numbers {
        private final byte[] bytes;
        private int at;

        Numbers(byte[] bytes, int from) {
            this.bytes = bytes;
            this.at = from;
        }

        boolean hasNext() {
            return at < bytes.length;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < 64 && at < bytes.length; shift += 7) {
                byte b = bytes[at++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number without an end");
        }
    }
}
