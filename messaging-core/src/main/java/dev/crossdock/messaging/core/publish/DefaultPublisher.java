package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.Events;
import dev.crossdock.messaging.core.WireTime;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Encodes, checks, addresses; everything that takes time is the {@link Sender}'s. Thread-safe. */
public final class DefaultPublisher<T> implements Publisher<T> {
    private final Topic<T> topic;
    private final Address address;
    private final String contentType;
    private final Sender sender;
    private final Events events;
    private final WireTime time;

    /**
     * The publisher of a topic that is there.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the topic's codec names no content type
     */
    public DefaultPublisher(Topic<T> topic, Sender sender, Events events, WireTime time) {
        this.topic = topic;
        this.address = new Address.Topic(topic.name());
        this.contentType = checked(topic.codec().contentType());
        this.sender = sender;
        this.events = events;
        this.time = time;
    }

    @Override
    public void publish(Message<T> message) {
        try {
            begin(message).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException failure) {
                throw failure;
            }
            throw new IllegalStateException("a publish ends with no other exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "Publishing to topic '" + topic.name() + "' was interrupted while it waited for the answer;"
                            + " the message may or may not have been stored",
                    e);
        }
    }

    @Override
    public CompletionStage<Void> publishAsync(Message<T> message) {
        return begin(message);
    }

    @Override
    public List<PublishResult> publishAll(List<Message<T>> messages) {
        return new Batch<>(this, messages).publish();
    }

    @Override
    public Topic<T> topic() {
        return topic;
    }

    Address address() {
        return address;
    }

    Sender sender() {
        return sender;
    }

    /** The present, for all messages of one moment. */
    String now() {
        return time.now();
    }

    /** A message as it travels, or the reason why it does not. */
    WireMessage toWire(Message<T> message, String publishedAt) {
        PublishedHeaders.checkKey(message.key());
        Headers headers = PublishedHeaders.toWire(message.id(), publishedAt, contentType, message.headers());
        return new WireMessage(encode(message), message.key(), headers);
    }

    /** Tells observers that a message is confirmed, if there is no error, or what became of it. */
    void tell(String messageId, @Nullable MessagingException error) {
        if (!events.silent()) {
            events.emit(
                    error == null
                            ? new MessagingEvent.Published(topic.name(), messageId)
                            : new MessagingEvent.PublishFailed(topic.name(), messageId, error));
        }
    }

    private CompletableFuture<Void> begin(Message<T> message) {
        Confirmation confirmation = new Confirmation(message.id());
        WireMessage wire;
        try {
            wire = toWire(message, now());
        } catch (MessagingException e) {
            confirmation.rejected(0, e);
            return confirmation;
        }
        sender.sendLater(address, wire, message.delay(), confirmation);
        return confirmation;
    }

    // A codec is the user's code and may fail in any way, on a cyclic object for one by running out of stack.
    private byte[] encode(Message<T> message) {
        byte @Nullable [] bytes;
        try {
            bytes = topic.codec().encode(message.body());
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The codec of topic '" + topic.name() + "' could not encode a body of type "
                            + message.body().getClass().getName() + "; nothing was sent",
                    e);
        }
        if (bytes == null) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The codec of topic '" + topic.name() + "' gave null instead of bytes; nothing was sent");
        }
        return bytes;
    }

    private static String checked(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "A codec names the content type of its bytes, found none");
        }
        return contentType;
    }

    private final class Confirmation extends CompletableFuture<Void> implements SendListener {
        private final String messageId;

        Confirmation(String messageId) {
            this.messageId = messageId;
        }

        @Override
        public void confirmed(int index) {
            tell(messageId, null);
            complete(null);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            tell(messageId, (MessagingException) cause);
            completeExceptionally(cause);
        }

        @Override
        public void unknown(int index, Throwable cause) {
            rejected(index, cause);
        }
    }
}
