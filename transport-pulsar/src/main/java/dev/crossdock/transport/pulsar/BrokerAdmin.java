package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The broker's administrative interface, which shows what its clients do not see. Thread-safe. */
final class BrokerAdmin {
    private final PulsarConfig config;
    private final String base;
    private final HttpClient http;

    BrokerAdmin(PulsarConfig config, URI url) {
        this.config = config;
        this.base = url.toString().replaceAll("/+$", "") + "/admin/v2/";
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.requestTimeout())
                // Another broker may own the topic, or the namespace.
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** It could not be asked, or does not answer us. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        Silent(String reason) {
            super(reason);
        }
    }

    /** What holds for a topic, by its policy, its namespace's or the broker's: JSON, or nothing. */
    String applied(String topic, String policy) throws Silent, InterruptedException {
        return get(path(topic) + "/" + policy + "?applied=true");
    }

    /** Whether a topic has a subscription. */
    boolean hasSubscription(String topic, String subscription) throws Silent, InterruptedException {
        return get(path(topic) + "/subscriptions").contains("\"" + subscription + "\"");
    }

    /** After how many minutes an unused subscription goes: JSON, or nothing. */
    String subscriptionExpirationMinutes(String topic) throws Silent, InterruptedException {
        String namespace = topic.substring("persistent://".length(), topic.lastIndexOf('/'));
        return get("namespaces/" + namespace + "/subscriptionExpirationTime");
    }

    private String get(String path) throws Silent, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(config.requestTimeout());
        Secret token = config.client().token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Silent("the administrative interface does not answer ("
                    + e.getClass().getSimpleName() + ")");
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new Silent("the administrative interface does not answer this account (" + answer.statusCode()
                    + "), which has to be an administrator of the tenant");
        }
        if (answer.statusCode() / 100 != 2) {
            throw new Silent("the administrative interface answers with status " + answer.statusCode());
        }
        return answer.body();
    }

    private static String path(String topic) {
        int local = topic.lastIndexOf('/') + 1;
        return topic.substring(0, local).replace("persistent://", "persistent/")
                + URLEncoder.encode(topic.substring(local), StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }
}
