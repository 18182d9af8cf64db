package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The second process: reads from its input what to look at, and writes to its output where that lies. */
final class PlacesMain {
    static final String ANSWER = "places: ";

    private PlacesMain() {}

    record Question(Map<String, String> configuration, List<Places.Probe> probes, long limitMillis) {}

    public static void main(String[] arguments) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        Question question = json.readValue(System.in.readAllBytes(), Question.class);
        Map<String, String> places = Places.of(
                MessagingConfig.of(question.configuration()),
                Messaging::open,
                question.probes(),
                Duration.ofMillis(question.limitMillis()));
        System.out.write((ANSWER + json.writeValueAsString(places) + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
