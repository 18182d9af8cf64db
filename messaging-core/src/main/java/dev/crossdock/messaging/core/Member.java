package dev.crossdock.messaging.core;

import dev.crossdock.messaging.Consumer;
import java.util.Optional;

/** A consumer as its {@link dev.crossdock.messaging.Messaging} sees it: something to close, and to ask how it goes. */
public interface Member extends Consumer {
    /** A line for people if it does not work as it should; empty if all is well. Any thread; does not block. */
    Optional<String> problem();

    /**
     * Whether the calling thread is running one of its handlers: closed from there, it is closed by that very thread, so
     * that it can see whom not to wait for.
     */
    boolean isHandling();
}
