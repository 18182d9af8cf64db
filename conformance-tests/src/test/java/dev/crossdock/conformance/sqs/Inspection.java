package dev.crossdock.conformance.sqs;

import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages where the stand-in shows them without giving them, which AWS would not. */
final class Inspection {
    private final URI broker;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    Inspection(URI broker) {
        this.broker = broker;
    }

    List<WireMessage> messages(String queueUrl) {
        JsonNode messages =
                inspect(queueUrl.substring(queueUrl.lastIndexOf('/') + 1)).get("messages");
        List<WireMessage> seen = new ArrayList<>();
        messages.get("ready").forEach(message -> seen.add(read(message)));
        messages.get("delayed").forEach(message -> seen.add(read(message)));
        messages.get("inflight").forEach(entry -> seen.add(read(entry.get("message"))));
        return seen;
    }

    private JsonNode inspect(String queue) {
        try {
            URI uri = broker.resolve("/_fauxqs/queues/" + queue);
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static WireMessage read(JsonNode message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        message.get("messageAttributes")
                .properties()
                .forEach(attribute -> attributes.put(
                        attribute.getKey(),
                        attribute.getValue().get("StringValue").asString()));
        return WitnessedMessage.read(message.get("body").asString(), attributes);
    }
}
