package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the queues of this library are declared with, which cannot be changed later. */
final class QueueArguments {
    static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";

    private static final String TTL = "x-message-ttl";
    private static final long MAX_TTL = (1L << 32) - 1;

    private QueueArguments() {}

    static Map<String, Object> of(Address.Queue queue, Ordering ordering) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", "quorum");
        // The engine counts and makes dead letters; the broker's own limit would drop.
        arguments.put("x-delivery-limit", -1);
        if (queue instanceof Address.Inbox && ordering == Ordering.PER_KEY) {
            arguments.put(SINGLE_ACTIVE_CONSUMER, true);
        }
        if (queue instanceof Address.DelayLane lane) {
            arguments.put(TTL, ttl(lane));
            // At least once needs reject-publish: with the default the broker silently falls back to at most once.
            arguments.put("x-dead-letter-strategy", "at-least-once");
            arguments.put("x-overflow", "reject-publish");
            if (lane.target() instanceof Address.Topic topic) {
                arguments.put("x-dead-letter-exchange", NativeNames.of(topic));
                arguments.put("x-dead-letter-routing-key", "");
            } else {
                arguments.put("x-dead-letter-exchange", "");
                arguments.put("x-dead-letter-routing-key", NativeNames.of(lane.target()));
            }
        }
        return arguments;
    }

    /** What a person has set to get an argument. */
    static String setting(String argument) {
        return argument.equals(SINGLE_ACTIVE_CONSUMER) ? "ordering (" + argument + ")" : argument;
    }

    private static long ttl(Address.DelayLane lane) {
        Duration delay = lane.delay();
        // Rounded up, since nothing may be early.
        long millis = delay.toMillis() + (delay.toNanosPart() % 1_000_000 == 0 ? 0 : 1);
        if (millis < 1 || millis > MAX_TTL) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted a " + lane.inWords() + ", possible are delays from 1 ms to " + MAX_TTL + " ms");
        }
        return millis;
    }
}
