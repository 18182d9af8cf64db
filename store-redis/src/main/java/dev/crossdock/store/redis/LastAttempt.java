package dev.crossdock.store.redis;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Why the client could not connect again when it tried last. To whoever asks something it only says that there is no
 * connection. Thread-safe.
 */
final class LastAttempt {
    private volatile @Nullable Throwable failure;

    /** Of a client that nobody listens to. */
    static LastAttempt unknown() {
        return new LastAttempt();
    }

    /** Of all clients with these events, until they end. */
    static LastAttempt of(EventBus events) {
        LastAttempt last = new LastAttempt();
        var unused = events.get().subscribe(last::hear);
        return last;
    }

    /** {@code null} if it did connect, or has not tried. */
    @Nullable Throwable failure() {
        return failure;
    }

    private void hear(Event event) {
        if (event instanceof ReconnectFailedEvent failed) {
            failure = failed.getCause();
        } else if (event instanceof ConnectionActivatedEvent) {
            failure = null;
        }
    }
}
