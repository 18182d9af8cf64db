package dev.crossdock.transport.sqs;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Texts that nobody else has: what FIFO topics and queues tell repetitions by, and groups for messages without a key. Never
 * made of the message's id, because a retry or a redrive of the same message within five minutes would be dropped.
 */
final class Tickets {
    private final String ours = UUID.randomUUID().toString();
    private final AtomicLong given = new AtomicLong();

    String next() {
        return ours + "-" + given.incrementAndGet();
    }
}
