package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The process of a {@link PublisherProcess}: tells how its publishes ended and dies, with no farewell to anybody. */
final class PublisherMain {
    static final String ANSWER = "published: ";

    private PublisherMain() {}

    /** The body in Base64. */
    record Letter(String id, @Nullable String key, String body, long delayMillis) {
        static Letter of(Message<byte[]> message) {
            return new Letter(
                    message.id(),
                    message.key(),
                    Base64.getEncoder().encodeToString(message.body()),
                    message.delay().toMillis());
        }

        Message<byte[]> message() {
            return Message.of(Base64.getDecoder().decode(body))
                    .withId(id)
                    .withKey(key)
                    .withDelay(Duration.ofMillis(delayMillis));
        }
    }

    record Question(Map<String, String> configuration, String topic, List<Letter> letters) {}

    record Answer(List<String> confirmed, long millisAgo) {}

    public static void main(String[] arguments) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        Question question = json.readValue(System.in.readAllBytes(), Question.class);
        Messaging messaging = Messaging.open(MessagingConfig.of(question.configuration()));
        List<Message<byte[]>> messages =
                question.letters().stream().map(Letter::message).toList();
        Publisher<byte[]> publisher = messaging.publisher(Topic.of(question.topic(), Codec.bytes()));
        long began = System.nanoTime();
        List<PublishResult> results = publisher.publishAll(messages);
        List<String> confirmed = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof PublishResult.Confirmed) {
                confirmed.add(messages.get(i).id());
            }
        }
        String answer = "\n" + ANSWER
                + json.writeValueAsString(new Answer(confirmed, (System.nanoTime() - began) / 1_000_000)) + "\n";
        System.out.write(answer.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
