package dev.crossdock.messaging;

/**
 * Is told what happens. Called on whichever thread it happened, several at once, sometimes a client's I/O thread: it must
 * be quick and thread-safe and must not block. What it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface MessagingObserver {
    /** Takes note of an event. */
    void on(MessagingEvent event);
}
