package dev.crossdock.benchmarks.subject;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one publish, one after the other. It makes no object for a message unless the body has to differ, so that
 * what is allocated is the subject's own. For one thread.
 */
public interface Load {
    /**
     * Goes on to the next message, and waits until it is due.
     *
     * @return whether there is one
     */
    boolean next() throws InterruptedException;

    /** Its body, which nobody changes. */
    byte[] body();

    /** Its key; {@code null} if it has none. */
    @Nullable String key();
}
