package dev.crossdock.messaging.core.consume;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which messages failed here, and when they were first attempted, for their dead letters. Only of the latest
 * thousand, and only in this process: a copy carries the moment in its headers, but a released message has no place for it.
 * Thread-safe.
 */
final class FirstAttempts {
    private static final int REMEMBERED = 1_000;

    private final Map<String, Instant> moments = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The moment that is known for a message, or this one from now on. */
    synchronized Instant of(String messageId, Instant now) {
        Instant known = moments.putIfAbsent(messageId, now);
        return known == null ? now : known;
    }

    /** Whether it has failed here, as far as that is remembered. */
    synchronized boolean knows(String messageId) {
        return moments.containsKey(messageId);
    }

    synchronized void forget(String messageId) {
        moments.remove(messageId);
    }
}
