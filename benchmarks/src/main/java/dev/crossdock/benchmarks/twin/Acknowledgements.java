package dev.crossdock.benchmarks.twin;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Acknowledges several messages of a channel at once: so many, or what there is when nobody has done it for a while. */
final class Acknowledgements {
    private final Channel channel;
    private final int atOnce;
    private long last;
    private int unsettled;

    Acknowledgements(Channel channel, int atOnce) {
        this.channel = channel;
        this.atOnce = atOnce;
    }

    /** One more was handled. */
    synchronized void add(long tag) {
        last = tag;
        unsettled++;
        if (unsettled >= atOnce) {
            flush();
        }
    }

    /** Waits no longer for more. */
    synchronized void flush() {
        if (unsettled == 0) {
            return;
        }
        try {
            channel.basicAck(last, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unsettled = 0;
    }
}
