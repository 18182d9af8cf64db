package dev.crossdock.benchmarks.twin;

import com.rabbitmq.client.ConfirmListener;
import dev.crossdock.benchmarks.subject.Window;

/** Counts what the broker confirms: one by one in any order, or all up to a number. The client's thread's alone. */
final class Confirms implements ConfirmListener {
    private final Window window;

    // No more than the window can be between the lowest that is open and the highest that was sent.
    private final boolean[] confirmed;
    private long lowest = 1;

    Confirms(Window window, int size) {
        this.window = window;
        this.confirmed = new boolean[Integer.highestOneBit(size) * 2];
    }

    @Override
    public void handleAck(long number, boolean multiple) {
        int count = 0;
        if (!multiple) {
            confirmed[slot(number)] = true;
            count = 1;
        }
        while (multiple ? lowest <= number || confirmed[slot(lowest)] : confirmed[slot(lowest)]) {
            if (!confirmed[slot(lowest)]) {
                count++;
            }
            confirmed[slot(lowest)] = false;
            lowest++;
        }
        window.confirmed(count);
    }

    @Override
    public void handleNack(long number, boolean multiple) {
        window.answered(new IllegalStateException("the broker has refused message " + number));
    }

    private int slot(long number) {
        return (int) (number & (confirmed.length - 1));
    }
}
