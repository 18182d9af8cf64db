package dev.crossdock.conformance.process;

import dev.crossdock.conformance.Fingerprint;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Another JVM that publishes and dies as soon as it knows how that ended. */
public final class PublisherProcess {
    private PublisherProcess() {}

    /**
     * Publishes messages without user headers, and writes down how each ended; returns when the process is gone.
     *
     * @param name its program's name in the history
     * @param configuration how to reach the broker
     * @param limit how long it may take
     * @return how long it took to publish them
     * @throws IllegalStateException with what the process has printed if it gave no answer
     */
    public static Duration publish(
            String name,
            Map<String, String> configuration,
            String topic,
            List<Message<byte[]>> messages,
            Books books,
            Duration limit)
            throws Exception {
        for (Message<byte[]> message : messages) {
            books.claims().delayed(message.id(), message.delay());
            add(books, Kind.PUBLISH, name, topic, message);
        }
        JsonMapper json = JsonMapper.builder().build();
        PublisherMain.Question question = new PublisherMain.Question(
                new TreeMap<>(configuration),
                topic,
                messages.stream().map(PublisherMain.Letter::of).toList());
        String answered =
                SecondProcess.ask(PublisherMain.class, json.writeValueAsBytes(question), PublisherMain.ANSWER, limit);
        PublisherMain.Answer answer = json.readValue(answered, PublisherMain.Answer.class);
        for (Message<byte[]> message : messages) {
            boolean confirmed = answer.confirmed().contains(message.id());
            add(books, confirmed ? Kind.CONFIRMED : Kind.UNKNOWN, name, topic, message);
        }
        return Duration.ofMillis(answer.millisAgo());
    }

    private static void add(Books books, Kind kind, String name, String topic, Message<byte[]> message) {
        String fingerprint =
                kind == Kind.PUBLISH ? Fingerprint.of(message.body(), message.key(), message.headers()) : "";
        books.history().add(kind, name, topic, "", message.id(), message.key(), 0, fingerprint, "");
    }
}
