package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.Optional;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A library that does what another one does; a mutant changes one method. */
public class MessagingDecorator implements Messaging {
    /** The sound one. */
    protected final Messaging sound;

    /** Decorates a sound one. */
    public MessagingDecorator(Messaging sound) {
        this.sound = sound;
    }

    @Override
    public <T> Publisher<T> publisher(Topic<T> topic) {
        return sound.publisher(topic);
    }

    @Override
    public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
        return sound.consume(topic, group);
    }

    @Override
    public DeadLetters deadLetters(Topic<?> topic, String group) {
        return sound.deadLetters(topic, group);
    }

    @Override
    public <R extends @Nullable Object> IdempotentCalls<R> idempotentCalls(String name, Codec<@NonNull R> results) {
        return sound.idempotentCalls(name, results);
    }

    @Override
    public Health health() {
        return sound.health();
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return sound.unwrap(nativeType);
    }

    @Override
    public void close() {
        sound.close();
    }
}
