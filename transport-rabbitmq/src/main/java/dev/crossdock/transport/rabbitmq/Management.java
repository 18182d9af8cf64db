package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.TlsStores;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The broker's management interface, which shows what AMQP does not. Thread-safe. */
final class Management {
    private static final int NOT_FOUND = 404;
    private static final int ALARM = 503;
    private static final Pattern RESOURCE = Pattern.compile("\"resource\"\\s*:\\s*\"([^\"]+)\"");

    private final RabbitMqConfig config;
    private final String base;
    private final HttpClient http;

    Management(RabbitMqConfig config, URI uri) {
        this.config = config;
        this.base = uri.toString().replaceAll("/+$", "") + "/api/";
        // The broker breaks the connection over the offer to go on with HTTP/2.
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.connectionTimeout());
        TlsStores tls = config.tls();
        if (tls != null && "https".equals(uri.getScheme())) {
            builder.sslContext(tls.context(tls.trustManagers()));
        }
        this.http = builder.build();
    }

    /** It could not be asked, or does not answer us. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        Silent(String reason) {
            super(reason);
        }
    }

    /** What is to be known about a queue; empty if there is none. */
    String queue(String name) throws Silent, InterruptedException {
        String path = "queues/" + virtualHost() + "/" + encoded(name);
        // Without statistics it is the queue's own word and not that of some seconds ago. Before 4.3 policies are not
        // in it.
        String now = get(path + "?disable_stats=true");
        return now.isEmpty() || ManagedQueue.tellsOfPolicies(now) ? now : get(path);
    }

    /** Whether what is sent to an exchange gets to a queue. */
    boolean isBound(String exchange, String queue) throws Silent, InterruptedException {
        String bindings = get("bindings/" + virtualHost() + "/e/" + encoded(exchange) + "/q/" + encoded(queue));
        return !bindings.isBlank() && !bindings.strip().equals("[]");
    }

    /** What the cluster is short of and therefore takes no messages; empty if it is short of nothing. */
    String alarms() throws Silent, InterruptedException {
        HttpResponse<String> answer = ask("health/checks/alarms");
        if (answer.statusCode() != ALARM) {
            String unused = body(answer);
            return "";
        }
        Set<String> resources = new TreeSet<>();
        Matcher resource = RESOURCE.matcher(answer.body());
        while (resource.find()) {
            resources.add(resource.group(1));
        }
        return "it is short of " + (resources.isEmpty() ? answer.body() : String.join(" and ", resources));
    }

    private String get(String path) throws Silent, InterruptedException {
        HttpResponse<String> answer = ask(path);
        return answer.statusCode() == NOT_FOUND ? "" : body(answer);
    }

    private static String body(HttpResponse<String> answer) throws Silent {
        return switch (answer.statusCode()) {
            case 200 -> answer.body();
            case 401, 403 ->
                throw new Silent("the management interface does not answer this account (" + answer.statusCode()
                        + "), which needs the tag 'management' and the virtual host");
            default -> throw new Silent("the management interface answers with status " + answer.statusCode());
        };
    }

    private HttpResponse<String> ask(String path) throws Silent, InterruptedException {
        String account = config.username() + ":" + config.password().value();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                .timeout(config.requestTimeout())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Silent(
                    "the management interface does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    private String virtualHost() {
        return encoded(config.virtualHost());
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
