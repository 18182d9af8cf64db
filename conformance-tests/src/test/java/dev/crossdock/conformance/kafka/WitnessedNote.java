package dev.crossdock.conformance.kafka;

import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a group has written beside a committed offset, read from its description in docs/transports/kafka.md.
 *
 * @param onLoan how far it says that messages are on loan
 * @param done which of those behind the offset it says are done
 */
record WitnessedNote(long onLoan, BitSet done) {
    private static final String PREFIX = "crossdock1:";

    static WitnessedNote read(@Nullable String metadata) {
        BitSet done = new BitSet();
        if (metadata == null || !metadata.startsWith(PREFIX)) {
            return new WitnessedNote(0, done);
        }
        byte[] bytes = Base64.getUrlDecoder().decode(metadata.substring(PREFIX.length()));
        int[] at = {0};
        long onLoan = number(bytes, at);
        long ahead = number(bytes, at);
        if (ahead < 0) {
            throw new IllegalStateException("negative: " + ahead);
        }
        for (long counts = number(bytes, at); counts > 0; counts--) {
            for (int i = 0; i < 3; i++) {
                number(bytes, at);
            }
        }
        int end = 0;
        while (at[0] < bytes.length) {
            int start = end + (int) number(bytes, at);
            end = start + (int) number(bytes, at);
            done.set(start, end);
        }
        return new WitnessedNote(onLoan, done);
    }

    /** How many it says are on loan. */
    long unsettled() {
        return onLoan - done.get(0, (int) onLoan).cardinality();
    }

    private static long number(byte[] bytes, int[] at) {
        long value = 0;
        int shift = 0;
        while (bytes[at[0]] < 0) {
            value |= (bytes[at[0]++] & 0x7FL) << shift;
            shift += 7;
        }
        return value | ((long) bytes[at[0]++] << shift);
    }
}
