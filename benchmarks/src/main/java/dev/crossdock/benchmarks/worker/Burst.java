package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Work;
import org.jspecify.annotations.Nullable;

/** So many messages with one body, each due at once. */
final class Burst implements Load {
    private static final String[] KEYS = new String[Work.KEYS];

    static {
        for (int i = 0; i < KEYS.length; i++) {
            KEYS[i] = "customer-" + i;
        }
    }

    private final int messages;
    private final boolean keyed;
    private final byte[] body;
    private int given;

    Burst(int messages, Work work) {
        this.messages = messages;
        this.keyed = work.keyed();
        this.body = new byte[work.bodyBytes()];
    }

    @Override
    public boolean next() {
        return given++ < messages;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public @Nullable String key() {
        return keyed ? key(given) : null;
    }

    /** The key of a message. */
    static String key(int number) {
        return KEYS[number % KEYS.length];
    }
}
