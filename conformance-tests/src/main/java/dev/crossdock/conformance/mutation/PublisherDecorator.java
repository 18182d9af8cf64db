package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A publisher that does what another one does; a mutant changes one method.
 *
 * @param <T> the type of the bodies
 */
public class PublisherDecorator<T> implements Publisher<T> {
    /** The sound one. */
    protected final Publisher<T> sound;

    /** Decorates a sound one. */
    public PublisherDecorator(Publisher<T> sound) {
        this.sound = sound;
    }

    @Override
    public void publish(Message<T> message) {
        sound.publish(message);
    }

    @Override
    public CompletionStage<Void> publishAsync(Message<T> message) {
        return sound.publishAsync(message);
    }

    @Override
    public List<PublishResult> publishAll(List<Message<T>> messages) {
        return sound.publishAll(messages);
    }

    @Override
    public Topic<T> topic() {
        return sound.topic();
    }
}
