package dev.crossdock.transport.nats;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Publishes whatever the state of the thread: on an interrupted one the client drops what it is given, and tells only a
 * listener of discarded messages. The interruption is there again afterwards.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    static void publish(
            Connection connection, String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
        boolean interrupted = Thread.interrupted();
        try {
            connection.publish(subject, replyTo, headers, body);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
