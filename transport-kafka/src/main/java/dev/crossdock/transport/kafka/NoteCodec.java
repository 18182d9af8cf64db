package dev.crossdock.transport.kafka;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ProgressNote} as the text that Kafka keeps beside a committed offset: {@code crossdock1:}, then in Base64
 * numbers of seven bits a byte, the lowest first: lent, ahead, the number of counts; for each count its distance from the
 * end of the last one, its length and its value; then until the end for each run of what is done the same without a value.
 *
 * <p>There is room for 4096 characters. If that is not enough, the counts of the highest offsets are dropped, so that some
 * attempts are counted too low after a crash; then the highest runs, so that what they stood for is delivered again. Pure.
 */
final class NoteCodec {
    /** What brokers take by default: {@code offset.metadata.max.bytes}. */
    static final int MAX_LENGTH = 4096;

    private static final String PREFIX = "crossdock1:";
    private static final int MAX_BYTES = (MAX_LENGTH - PREFIX.length()) / 4 * 3;

    // What is not needed for counts is left for runs.
    private static final int MAX_BYTES_OF_COUNTS = MAX_BYTES / 2;

    // Nothing that a writer can have had in hand is farther away or more; what says so is not ours.
    private static final long MAX_DISTANCE = 1 << 28;
    private static final long MAX_COUNTED = 1 << 21;

    private NoteCodec() {}

    static String encode(ProgressNote note) {
        if (note.equals(ProgressNote.NONE)) {
            return "";
        }
        Bytes bytes = new Bytes();
        bytes.number(note.lent());
        bytes.number(note.ahead());
        Bytes counts = new Bytes();
        int kept = 0;
        long end = 0;
        for (ProgressNote.Count count : note.counts()) {
            int before = counts.length;
            counts.number(count.start() - end);
            counts.number(count.end() - count.start());
            counts.number(count.count());
            if (counts.length > MAX_BYTES_OF_COUNTS) {
                counts.length = before;
                break;
            }
            end = count.end();
            kept++;
        }
        bytes.number(kept);
        bytes.append(counts);
        end = 0;
        for (ProgressNote.Run run : note.done()) {
            int before = bytes.length;
            bytes.number(run.start() - end);
            bytes.number(run.end() - run.start());
            if (bytes.length > MAX_BYTES) {
                bytes.length = before;
                break;
            }
            end = run.end();
        }
        return PREFIX + bytes.toBase64();
    }

    /** What was written; {@link ProgressNote#NONE} if it is not ours, not of this version, or damaged. */
    static ProgressNote decode(@Nullable String text) {
        if (text == null || !text.startsWith(PREFIX)) {
            return ProgressNote.NONE;
        }
        try {
            return decode(new Numbers(Base64.getUrlDecoder().decode(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return ProgressNote.NONE;
        }
    }

    private static ProgressNote decode(Numbers numbers) {
        long lent = numbers.next();
        long ahead = numbers.next();
        check(lent + ahead, MAX_COUNTED);
        long counted = 0;
        List<ProgressNote.Count> counts = new ArrayList<>();
        long end = 0;
        for (long left = numbers.next(); left > 0; left--) {
            long start = end + numbers.next();
            end = start + numbers.next();
            check(end, MAX_DISTANCE);
            counted += end - start;
            check(counted, MAX_COUNTED);
            counts.add(new ProgressNote.Count(start, end, (int) Math.min(numbers.next(), Integer.MAX_VALUE / 2)));
        }
        List<ProgressNote.Run> done = new ArrayList<>();
        end = 0;
        while (numbers.hasNext()) {
            long start = end + numbers.next();
            end = start + numbers.next();
            check(end, MAX_DISTANCE);
            done.add(new ProgressNote.Run(start, end));
        }
        return new ProgressNote(lent, ahead, List.copyOf(counts), List.copyOf(done));
    }

    private static void check(long number, long most) {
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("out of reach: " + number);
        }
    }

    private static final class Bytes {
        private byte[] bytes = new byte[64];
        private int length;

        void number(long value) {
            room(10);
            long left = value;
            while (left >= 0x80) {
                bytes[length++] = (byte) (left | 0x80);
                left >>>= 7;
            }
            bytes[length++] = (byte) left;
        }

        void append(Bytes other) {
            room(other.length);
            System.arraycopy(other.bytes, 0, bytes, length, other.length);
            length += other.length;
        }

        String toBase64() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(bytes, length));
        }

        private void room(int more) {
            if (bytes.length - length < more) {
                bytes = java.util.Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }
    }

    private static final class Numbers {
        private final byte[] bytes;
        private int at;

        Numbers(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasNext() {
            return at < bytes.length;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
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
