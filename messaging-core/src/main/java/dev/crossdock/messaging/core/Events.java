package dev.crossdock.messaging.core;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingObserver;
import dev.crossdock.messaging.TimeSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells observers what happens, on the thread on which it happened. An observer that throws harms neither the engine nor
 * the observers behind it. Thread-safe.
 */
public final class Events {
    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    // An observer that fails once usually fails for every message.
    private static final long LOG_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final MessagingObserver[] observers;
    private final TimeSource time;
    private final AtomicLong quietUntil;

    public Events(List<MessagingObserver> observers, TimeSource time) {
        this.observers = observers.toArray(MessagingObserver[]::new);
        this.time = time;
        this.quietUntil = new AtomicLong(time.nanos());
    }

    /** Whether nobody listens, so that an event need not even be made. */
    public boolean silent() {
        return observers.length == 0;
    }

    /** Tells all observers. Throws nothing. */
    public void emit(MessagingEvent event) {
        for (MessagingObserver observer : observers) {
            try {
                observer.on(event);
            } catch (Throwable e) {
                log(observer, event, e);
            }
        }
    }

    private void log(MessagingObserver observer, MessagingEvent event, Throwable thrown) {
        long now = time.nanos();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_PAUSE_NANOS)) {
            LOG.log(
                    Level.WARNING,
                    "The observer " + observer.getClass().getName() + " has thrown at a "
                            + event.getClass().getSimpleName()
                            + " event, which is ignored; further ones are not logged for 10 seconds",
                    thrown);
        }
    }
}
