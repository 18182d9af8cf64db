package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ApiResponse;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerCreateRequest;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to JetStream that are no messages. The client has methods for most of them; those wait in vain for what the
 * account may not ask. Thread-safe.
 */
final class Api implements Link.Watcher {
    private static final String PREFIX = "$JS.API.";

    private static final int NO_STREAM = 10_059;
    private static final int NO_CONSUMER = 10_014;
    private static final int NO_MESSAGE = 10_037;

    private final Connection connection;
    private final Duration timeout;
    private final Set<Question> asked = ConcurrentHashMap.newKeySet();

    /** A request that is under way. */
    record Question(String subject, CompletableFuture<Message> answer) {}

    Api(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** A stream; {@code null} if there is none. */
    @Nullable StreamInfo stream(String name) throws Exception {
        StreamInfo info = new StreamInfo(ask("STREAM.INFO." + name, ""));
        return isThere(info) ? info : null;
    }

    /** Creates a stream, or finds one that is just the same. */
    StreamInfo createStream(StreamConfiguration configuration) throws Exception {
        StreamInfo info = new StreamInfo(ask("STREAM.CREATE." + configuration.getName(), configuration.toJson()));
        return info.throwOnHasError();
    }

    /** A consumer; {@code null} if there is none, or no stream. */
    @Nullable ConsumerInfo consumer(String stream, String name) throws Exception {
        ConsumerInfo info = new ConsumerInfo(ask("CONSUMER.INFO." + stream + "." + name, ""));
        return isThere(info) ? info : null;
    }

    /** Creates a consumer, or finds one that is just the same. */
    ConsumerInfo createConsumer(String stream, ConsumerConfiguration configuration) throws Exception {
        String request = new ConsumerCreateRequest(stream, configuration, ConsumerCreateRequest.Action.Create).toJson();
        return new ConsumerInfo(ask("CONSUMER.CREATE." + stream + "." + configuration.getName(), request))
                .throwOnHasError();
    }

    /** Lets another client of the group have its turn. */
    void unpin(String stream, String consumer, String group) throws Exception {
        ask("CONSUMER.UNPIN." + stream + "." + consumer, "{\"group\":\"" + group + "\"}");
    }

    /** Asks for the last message of a subject; more than one question can be under way. */
    Question askForLast(String stream, String subject) {
        return begin("STREAM.MSG.GET." + stream, "{\"last_by_subj\":\"" + subject + "\"}");
    }

    /** What was asked for; {@code null} if there is none. */
    @Nullable MessageInfo last(Question question, String stream) throws Exception {
        MessageInfo info = new MessageInfo(await(question), stream, false);
        return isThere(info) ? info : null;
    }

    @Override
    public void disconnected(MessagingException reason) {
        asked.forEach(question -> question.answer().completeExceptionally(reason));
    }

    @Override
    public void refused(String subject, MessagingException reason) {
        asked.forEach(question -> {
            if (question.subject().equals(subject)) {
                question.answer().completeExceptionally(reason);
            }
        });
    }

    private Message ask(String what, String request) throws Exception {
        return await(begin(what, request));
    }

    private Question begin(String what, String request) {
        String subject = PREFIX + what;
        Question question = new Question(
                subject, connection.requestWithTimeout(subject, request.getBytes(StandardCharsets.UTF_8), timeout));
        asked.add(question);
        return question;
    }

    private Message await(Question question) throws Exception {
        try {
            return question.answer().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (CancellationException e) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted an answer to " + question.subject()
                            + ", found nobody who gives one: JetStream is off, or not for this"
                            + " account, or the connection was lost",
                    e);
        } catch (TimeoutException e) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted an answer to " + question.subject() + " within " + timeout + ", found none",
                    e);
        } finally {
            asked.remove(question);
        }
    }

    private static boolean isThere(ApiResponse<?> response) throws JetStreamApiException {
        int error = response.hasError() ? response.getApiErrorCode() : 0;
        if (error == NO_STREAM || error == NO_CONSUMER || error == NO_MESSAGE) {
            return false;
        }
        response.throwOnHasError();
        return true;
    }
}
