package dev.crossdock.benchmarks.twin;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Acknowledges several messages of a channel at once: all up to the first that is not handled yet, when that is half of the
 * prefetch, or when nobody has done it for a while. Thread-safe.
 */
final class Acknowledgements {
    private final Channel channel;
    private final int atOnce;

    // No more than the prefetch can be between the lowest that is open and the highest that is handled.
    private final boolean[] handled;
    private long lowest = 1;
    private long told;

    Acknowledgements(Channel channel, int prefetch) {
        this.channel = channel;
        this.atOnce = Math.max(1, prefetch / 2);
        this.handled = new boolean[Integer.highestOneBit(prefetch) * 2];
    }

    /** One more was handled. */
    synchronized void add(long tag) {
        handled[slot(tag)] = true;
        while (handled[slot(lowest)]) {
            handled[slot(lowest)] = false;
            lowest++;
        }
        if (lowest - 1 - told >= atOnce) {
            flush();
        }
    }

    /** Waits no longer for more. */
    synchronized void flush() {
        if (told == lowest - 1) {
            return;
        }
        try {
            channel.basicAck(lowest - 1, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        told = lowest - 1;
    }

    private int slot(long tag) {
        return (int) (tag & (handled.length - 1));
    }
}
