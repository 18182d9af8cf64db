package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;

/**
 * How to reach an address.
 *
 * <p>A topic's stream drops what no consumer is there for, and confirms it all the same. To a topic that is right: a group
 * that does not exist gets nothing. What is for one group must not vanish like that, so its consumer is looked for, now and
 * then. Thread-safe.
 */
final class Route {
    /** How long what was seen is taken for granted. */
    static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    final Address address;
    final String subject;
    private final Provisioner provisioner;
    private volatile boolean seen;
    private volatile long seenAt;
    private volatile boolean used;

    Route(Address address, Provisioner provisioner) {
        this.address = address;
        this.subject = NatsNames.subject(address);
        this.provisioner = provisioner;
    }

    /** Whether a message was stored that went this way. */
    boolean isUsed() {
        return used;
    }

    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Complains if what is sent there would vanish. */
    void check() throws Exception {
        if (address instanceof Address.Topic || address instanceof Address.DeadLetters) {
            return;
        }
        long now = System.nanoTime();
        if (!seen || now - seenAt > LOOK_AGAIN_NANOS) {
            provisioner.look((Address.Queue) address);
            seenAt = now;
            seen = true;
        }
    }
}
