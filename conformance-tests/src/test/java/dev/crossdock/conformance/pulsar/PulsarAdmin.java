package dev.crossdock.conformance.pulsar;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The broker's administrative interface, as far as a witness needs it. Thread-safe. */
final class PulsarAdmin {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final JsonMapper json = new JsonMapper();
    private final String base;

    PulsarAdmin(int port) {
        this.base = "http://localhost:" + port + "/admin/v2/";
    }

    boolean answers() {
        return ask("GET", "namespaces/public", "", Duration.ofSeconds(5)).contains("public/default")
                && !ask("GET", "brokers/health", "", Duration.ofSeconds(5)).isEmpty();
    }

    void makeNamespace(String namespace) {
        ask("PUT", "namespaces/public/" + namespace, "{}", PATIENCE);
    }

    void grant(String namespace, String role, String actions) {
        ask("POST", "namespaces/public/" + namespace + "/permissions/" + role, actions, PATIENCE);
    }

    /** Sets something for all topics of a namespace. */
    void setPolicy(String namespace, String policy, String value) {
        ask("POST", "namespaces/public/" + namespace + "/" + policy, value, PATIENCE);
    }

    void removePolicy(String namespace, String policy) {
        ask("DELETE", "namespaces/public/" + namespace + "/" + policy, "", PATIENCE);
    }

    /** How many publish to a topic. */
    int publishers(String topic) {
        return read(path(topic) + "/stats").path("publishers").size();
    }

    void deleteSubscription(String topic, String subscription) {
        ask("DELETE", path(topic) + "/subscription/" + subscription + "?force=true", "", PATIENCE);
    }

    /** Whoever uses it is thrown out. */
    void deleteTopic(String topic) {
        ask("DELETE", path(topic) + "?force=true", "", PATIENCE);
    }

    /** The topics of a namespace, with their whole names. */
    List<String> topics(String namespace) {
        List<String> found = new ArrayList<>();
        read("persistent/public/" + namespace).forEach(name -> found.add(name.asString()));
        return found;
    }

    /** What the broker says about a subscription; nothing if there is none. */
    JsonNode subscription(String topic, String subscription) {
        return read(path(topic) + "/stats").path("subscriptions").path(subscription);
    }

    /** How far a subscription is. */
    JsonNode cursor(String topic, String subscription) {
        // Cursors have other names than their subscriptions, if these are not letters and digits.
        String name = URLEncoder.encode(subscription, StandardCharsets.UTF_8);
        return read(path(topic) + "/internalStats").path("cursors").path(name);
    }

    /** How many messages are in the entries that are not acknowledged as a whole. */
    long messages(String topic, String subscription) {
        String name = URLEncoder.encode(subscription, StandardCharsets.UTF_8);
        String answer = ask("POST", path(topic) + "/subscription/" + name + "/analyzeBacklog", "", PATIENCE);
        return json.readTree(answer).path("messages").asLong();
    }

    private JsonNode read(String path) {
        String answer = ask("GET", path, "", PATIENCE);
        return answer.isEmpty() ? MissingNode.getInstance() : json.readTree(answer);
    }

    private static String path(String topic) {
        int local = topic.lastIndexOf('/') + 1;
        return topic.substring(0, local).replace("persistent://", "persistent/")
                + URLEncoder.encode(topic.substring(local), StandardCharsets.UTF_8);
    }

    private String ask(String method, String path, String body, Duration patience) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json")
                    .timeout(patience)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == NOT_FOUND || answer.statusCode() == CONFLICT) {
                return "";
            }
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
