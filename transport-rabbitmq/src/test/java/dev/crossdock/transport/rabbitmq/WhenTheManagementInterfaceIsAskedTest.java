package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhenTheManagementInterfaceIsAskedTest {
    private final HttpServer server;
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> accounts = new CopyOnWriteArrayList<>();
    private final URI uri;
    private final Management management;

    private record Answer(int status, String body) {}

    WhenTheManagementInterfaceIsAskedTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            String query = exchange.getRequestURI().getRawQuery();
            String whole = query == null ? path : path + "?" + query;
            asked.add(whole);
            accounts.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            Answer answer = answers.getOrDefault(whole, new Answer(404, "{}"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        uri = URI.create("http://localhost:" + server.getAddress().getPort());
        management = new Management(config(), URI.create(uri + "/rabbit/"));
    }

    private static RabbitMqConfig config() {
        return RabbitMqConfig.read(Settings.of(
                Map.of(
                        "crossdock.rabbitmq.virtual-host", "/a b",
                        "crossdock.rabbitmq.username", "me",
                        "crossdock.rabbitmq.password", "secret"),
                Map.of(),
                "crossdock.rabbitmq."));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void namesAreEncodedAndTheAccountIsThatOfTheConnection() throws Exception {
        assertThat(management.queue("orders/bill%C3%A9")).isEmpty();
        assertThat(asked).containsExactly("/rabbit/api/queues/%2Fa%20b/orders%2Fbill%25C3%25A9?disable_stats=true");
        assertThat(accounts).containsExactly("Basic bWU6c2VjcmV0");
    }

    @Test
    void aBrokerThatShowsPoliciesAmongStatisticsOnlyIsAskedForThese() throws Exception {
        String now = "/rabbit/api/queues/%2Fa%20b/q?disable_stats=true";
        answers.put(now, new Answer(200, "{\"name\":\"q\"}"));
        answers.put("/rabbit/api/queues/%2Fa%20b/q", new Answer(200, "{\"effective_policy_definition\":{}}"));
        assertThat(management.queue("q")).contains("effective_policy_definition");
        answers.put(now, new Answer(200, "{\"effective_policy_definition\":{\"expires\":1}}"));
        assertThat(management.queue("q")).contains("expires");
        assertThat(asked).hasSize(3);
    }

    @Test
    void alarmsAreTheStatusAndNotTheText() throws Exception {
        String path = "/rabbit/api/health/checks/alarms";
        answers.put(path, new Answer(200, "{\"status\":\"ok\"}"));
        assertThat(management.alarms()).isEmpty();
        String alarm = "{\"reason\":\"There are alarms in effect in the cluster\",\"status\":\"failed\",\"alarms\":["
                + "{\"node\":\"rabbit@a\",\"resource\":\"memory\"},{\"node\":\"rabbit@b\",\"resource\":\"disk\"}]}";
        answers.put(path, new Answer(503, alarm));
        assertThat(management.alarms()).isEqualTo("it is short of disk and memory");
    }

    @Test
    void aQueueIsBoundOrNot() throws Exception {
        String path = "/rabbit/api/bindings/%2Fa%20b/e/orders/q/orders%2Fbilling";
        assertThat(management.isBound("orders", "orders/billing")).isFalse();
        answers.put(path, new Answer(200, "[]\n"));
        assertThat(management.isBound("orders", "orders/billing")).isFalse();
        answers.put(path, new Answer(200, "[{\"source\":\"orders\"}]"));
        assertThat(management.isBound("orders", "orders/billing")).isTrue();
    }

    @Test
    void whyThereIsNoAnswerIsToldWithoutThePassword() {
        answers.put("/rabbit/api/health/checks/alarms", new Answer(401, "Not management user"));
        assertThatThrownBy(management::alarms)
                .isInstanceOf(Management.Silent.class)
                .hasMessageContaining("401")
                .hasMessageContaining("tag 'management'");
        answers.put("/rabbit/api/health/checks/alarms", new Answer(500, "oops"));
        assertThatThrownBy(management::alarms).hasMessageContaining("500");
        server.stop(0);
        assertThatThrownBy(management::alarms)
                .isInstanceOf(Management.Silent.class)
                .hasMessageContaining("ConnectException")
                .hasMessageNotContaining("secret");
    }
}
