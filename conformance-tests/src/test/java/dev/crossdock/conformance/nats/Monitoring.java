package dev.crossdock.conformance.nats;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the server says about its connections, over HTTP. */
final class Monitoring {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;

    Monitoring(String host, int port) {
        this.base = "http://" + host + ":" + port;
    }

    /** A connection of a client, and what it has subscribed to. */
    record Client(long id, String name, List<String> subscriptions) {}

    List<Client> clients() {
        List<Client> found = new ArrayList<>();
        for (JsonNode connection : get("/connz?subs=1&limit=10000").path("connections")) {
            List<String> subscriptions = new ArrayList<>();
            connection.path("subscriptions_list").forEach(subject -> subscriptions.add(subject.asString()));
            found.add(new Client(
                    connection.path("cid").asLong(), connection.path("name").asString(""), subscriptions));
        }
        return found;
    }

    String serverId() {
        return get("/varz").path("server_id").asString();
    }

    private JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
