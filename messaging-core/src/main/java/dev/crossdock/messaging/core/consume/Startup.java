package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.retry.DelayForwarder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Brings a consumer up: first what it needs on the broker, then its receiver, then its threads. All or nothing: what was
 * opened is closed again if a later step fails.
 */
final class Startup<T> {
    private final Engine engine;
    private final Membership<T> member;
    private final Handling.Handlers<T> handlers;

    Startup(Engine engine, Membership<T> member, Handling.Handlers<T> handlers) {
        this.engine = engine;
        this.member = member;
        this.handlers = handlers;
    }

    Consumer run() {
        DelayForwarder forwarder = null;
        try {
            checkHold();
            Groundwork.lay(member);
            forwarder = DelayForwarder.start(engine, member.inbox());
            Session session = Connector.connect(member, false);
            DefaultConsumer<T> consumer =
                    new DefaultConsumer<>(member, handlers, guard(), session, forwarder, engine.members()::remove);
            try {
                engine.members().add(consumer);
            } catch (RuntimeException closedMeanwhile) {
                session.receiver().close();
                throw closedMeanwhile;
            }
            consumer.start();
            return consumer;
        } catch (Exception | Error e) {
            closeAfter(forwarder, e);
            throw engine.failures().of("Consuming " + member.topic() + " as " + member.group(), e);
        }
    }

    // A handler that may run for longer than the broker leaves it the message would not be alone with it.
    private void checkHold() {
        Duration wanted = member.settings().maxHandlerTime();
        Duration possible = engine.transport().capabilities().maxHold();
        if (wanted.compareTo(possible) > 0) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted handlers of " + member.topic() + " as " + member.group() + " that may run for " + wanted
                            + " (max-handler-time), found a broker that takes back what is on loan for longer than "
                            + possible + "; possible is up to that");
        }
    }

    private @Nullable Guard<T> guard() {
        Idempotency<? super T> idempotency = member.settings().idempotency();
        return idempotency == null ? null : new Guard<>(member, idempotency, engine.idempotencyStore());
    }

    private static void closeAfter(@Nullable DelayForwarder forwarder, Throwable failure) {
        if (forwarder != null) {
            try {
                forwarder.close(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                failure.addSuppressed(e);
                Thread.currentThread().interrupt();
            }
        }
    }
}
