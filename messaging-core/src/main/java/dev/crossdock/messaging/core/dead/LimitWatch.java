package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DeadLetterLimits.Limit;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.Rest;
import dev.crossdock.messaging.core.Threads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the dead letters of a group now and then, and tells observers when there are too many, or too old ones. A thread
 * of its own, because to look is to wait for the broker.
 */
public final class LimitWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LimitWatch.class.getName());
    private static final long PATIENCE_MILLIS = 500;

    private final Engine engine;
    private final String topic;
    private final String group;
    private final DeadLetterLimits limits;
    private final DeadLetters deadLetters;
    private final Thread thread;
    private volatile boolean closed;
    private long before = -1;
    private boolean blind;

    private LimitWatch(Engine engine, String topic, String group, DeadLetterLimits limits) {
        this.engine = engine;
        this.topic = topic;
        this.group = group;
        this.limits = limits;
        this.deadLetters = new DefaultDeadLetters(engine, topic, group);
        this.thread = Threads.daemon("crossdock-" + topic + "-" + group + "-dead-letters", this::run);
    }

    /** One that has not begun yet; none if there are no limits, or nobody would be told. */
    public static Optional<LimitWatch> of(Engine engine, String topic, String group, DeadLetterLimits limits) {
        return limits.areNone() || engine.events().silent()
                ? Optional.empty()
                : Optional.of(new LimitWatch(engine, topic, group, limits));
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** Ends it; a look that is under way is interrupted. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                lookIfPossible();
                Rest.of(limits.every(), engine.time());
            }
        } catch (InterruptedException e) {
            // Nobody else interrupts it: it is closed.
            Thread.currentThread().interrupt();
        }
    }

    private void lookIfPossible() {
        try {
            look();
            blind = false;
        } catch (RuntimeException e) {
            // The broker may be away, of which others tell. It may also be this that is not allowed.
            if (!blind && !closed) {
                blind = true;
                LOG.log(
                        Level.WARNING,
                        "Could not look whether the dead letters of " + topic + "/" + group
                                + " are within their limits, and goes on trying without saying so again",
                        e);
            }
        }
    }

    private void look() {
        DeadLetterCount count = deadLetters.counted();
        long messages = count.messages();
        if (messages > limits.messages()) {
            tell(Limit.MESSAGES, messages, Duration.ZERO);
        }
        if (before >= 0 && messages - before > limits.growth()) {
            tell(Limit.GROWTH, messages, Duration.ZERO);
        }
        before = messages;
        if (messages > 0 && !limits.age().equals(DeadLetterLimits.ANY_AGE)) {
            Duration age = ageOfOldest();
            if (age.compareTo(limits.age()) > 0) {
                tell(Limit.AGE, messages, age);
            }
        }
    }

    private Duration ageOfOldest() {
        for (DeadLetter oldest : deadLetters.browse(1)) {
            Instant deadAt = oldest.deadAt();
            if (deadAt != null) {
                return Duration.between(deadAt, engine.time().now());
            }
        }
        return Duration.ZERO;
    }

    private void tell(Limit limit, long messages, Duration age) {
        engine.events().emit(new MessagingEvent.DeadLettersOverLimit(topic, group, limit, messages, age));
    }
}
