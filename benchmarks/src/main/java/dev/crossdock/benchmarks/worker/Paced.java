package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Work;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages at a steady pace. Each bears the moment when it was due, not when it was sent: one that has to wait because others
 * were slow is late by all of that (coordinated omission).
 */
final class Paced implements Load {
    private final int messages;
    private final double nanosBetween;
    private final boolean keyed;
    private final int bodyBytes;
    private final long began = System.nanoTime();
    private int given;
    private long due;

    Paced(int perSecond, int seconds, Work work) {
        this.messages = Math.multiplyExact(perSecond, seconds);
        this.nanosBetween = 1e9 / perSecond;
        this.keyed = work.keyed();
        this.bodyBytes = work.bodyBytes();
    }

    @Override
    public boolean next() {
        if (given == messages) {
            return false;
        }
        due = began + (long) (given * nanosBetween);
        given++;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return true;
    }

    @Override
    public byte[] body() {
        return ByteBuffer.allocate(bodyBytes).putLong(due).array();
    }

    @Override
    public @Nullable String key() {
        return keyed ? Burst.key(given) : null;
    }

    /** When this message was due. */
    static long due(byte[] body) {
        return ByteBuffer.wrap(body).getLong();
    }

    /** When the first one was due. */
    long began() {
        return began;
    }

    int messages() {
        return messages;
    }
}
