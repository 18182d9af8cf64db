package dev.crossdock.conformance.rabbitmq;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker's management interface. Thread-safe. */
final class Management {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String VIRTUAL_HOST = "%2F";

    private final HttpClient http =
            // The broker breaks the connection over the offer to go on with HTTP/2.
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final JsonMapper json = new JsonMapper();
    private final String base;

    Management(String host, int port) {
        this.base = "http://" + host + ":" + port + "/api/";
    }

    /** How many messages a queue has, ready and on loan. */
    record Counts(long ready, long unsettled) {}

    /**
     * Counts that were taken after this was called. The broker counts once in a while; that it has done so again shows in the
     * work that the queue's process has done.
     */
    Counts counts(String queue) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<Long> seen = new ArrayList<>();
        while (System.nanoTime() - deadline < 0) {
            Optional<JsonNode> answer = get("queues/" + VIRTUAL_HOST + "/" + encoded(queue)
                    + "?columns=messages_ready,messages_unacknowledged,reductions");
            if (answer.isEmpty()) {
                return new Counts(0, 0);
            }
            JsonNode counts = answer.get();
            if (counts.has("messages_ready") && counts.has("reductions")) {
                long work = counts.get("reductions").asLong();
                if (!seen.contains(work)) {
                    seen.add(work);
                }
                // The first may be old, and the second have been on its way already.
                if (seen.size() == 3) {
                    return new Counts(
                            counts.get("messages_ready").asLong(),
                            counts.get("messages_unacknowledged").asLong());
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new IllegalStateException("the broker has not counted the messages of " + queue + " within " + LIMIT);
    }

    boolean hasExchange(String name) {
        return get("exchanges/" + VIRTUAL_HOST + "/" + encoded(name)).isPresent();
    }

    /** The queues whose names begin so. */
    List<String> queues(String prefix) {
        String pattern = "^" + prefix.replace(".", "\\.");
        JsonNode page = get("queues/" + VIRTUAL_HOST
                        + "?disable_stats=true&columns=name&page=1&page_size=500&use_regex=true&name="
                        + encoded(pattern))
                .orElseThrow();
        List<String> names = new ArrayList<>();
        page.get("items").forEach(queue -> names.add(queue.get("name").asString()));
        // The broker's search takes upper and lower case for the same.
        names.removeIf(name -> !name.startsWith(prefix));
        return names;
    }

    /** The names that clients have given to their connections, by the names that the broker has given them. */
    List<Client> connections() {
        List<Client> clients = new ArrayList<>();
        get("connections?columns=name,user_provided_name")
                .orElseThrow()
                .forEach(connection -> clients.add(new Client(
                        connection.get("name").asString(),
                        connection.path("user_provided_name").asString(""))));
        return clients;
    }

    /** A connection of somebody. */
    record Client(String name, String givenName) {}

    void close(Client connection) {
        send(HttpRequest.newBuilder(URI.create(base + "connections/" + encoded(connection.name())))
                .DELETE());
    }

    void putUser(String name, String password, String configure, String write, String read) {
        put("users/" + name, json.writeValueAsString(Map.of("password", password, "tags", "")));
        put(
                "permissions/" + VIRTUAL_HOST + "/" + name,
                json.writeValueAsString(Map.of("configure", configure, "write", write, "read", read)));
    }

    /** A policy for the queues and exchanges whose names match. */
    void putPolicy(String name, String pattern, Map<String, Object> definition) {
        put(
                "policies/" + VIRTUAL_HOST + "/" + encoded(name),
                json.writeValueAsString(Map.of("pattern", pattern, "definition", definition, "apply-to", "queues")));
    }

    void deletePolicy(String name) {
        send(HttpRequest.newBuilder(URI.create(base + "policies/" + VIRTUAL_HOST + "/" + encoded(name)))
                .DELETE());
    }

    /** Ends what gives a queue the messages of an exchange. */
    void unbind(String exchange, String queue) {
        send(HttpRequest.newBuilder(URI.create(
                        base + "bindings/" + VIRTUAL_HOST + "/e/" + encoded(exchange) + "/q/" + encoded(queue) + "/~"))
                .DELETE());
    }

    private void put(String path, String body) {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(URI.create(base + path)).PUT(HttpRequest.BodyPublishers.ofString(body)));
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " gave " + response.statusCode() + ": " + response.body());
        }
    }

    private Optional<JsonNode> get(String path) {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(URI.create(base + path)).GET());
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " gave " + response.statusCode() + ": " + response.body());
        }
        return Optional.of(json.readTree(response.body()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        String credentials = Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
        try {
            return http.send(
                    request.header("Authorization", "Basic " + credentials)
                            .timeout(LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
