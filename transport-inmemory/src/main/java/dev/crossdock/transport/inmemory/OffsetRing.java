package dev.crossdock.transport.inmemory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array that grows at its end and shrinks at its start, indexed by offsets that stay. Not thread-safe. */
final class OffsetRing<E> {
    private @Nullable Object[] slots = new @Nullable Object[16];
    private long start;
    private long end;

    OffsetRing(long start) {
        this.start = start;
        this.end = start;
    }

    long start() {
        return start;
    }

    /** The offset after the last one. */
    long end() {
        return end;
    }

    @SuppressWarnings("unchecked")
    @Nullable E get(long offset) {
        return (E) slots[index(offset)];
    }

    void set(long offset, @Nullable E element) {
        slots[index(offset)] = element;
    }

    void add(@Nullable E element) {
        if (end - start == slots.length) {
            grow();
        }
        slots[(int) end & (slots.length - 1)] = element;
        end++;
    }

    /** Forgets everything before an offset. */
    void dropTo(long offset) {
        while (start < offset) {
            slots[(int) start & (slots.length - 1)] = null;
            start++;
        }
    }

    private int index(long offset) {
        if (offset < start || offset >= end) {
            throw new IndexOutOfBoundsException("wanted " + offset + ", there are " + start + " to " + (end - 1));
        }
        return (int) offset & (slots.length - 1);
    }

    private void grow() {
        @Nullable Object[] larger = Arrays.copyOf(slots, slots.length * 2);
        Arrays.fill(larger, null);
        for (long offset = start; offset < end; offset++) {
            larger[(int) offset & (larger.length - 1)] = slots[(int) offset & (slots.length - 1)];
        }
        slots = larger;
    }
}
