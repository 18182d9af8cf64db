package dev.crossdock.transport.sqs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What the SDK's clients talk to in a test: answers requests as SQS does, or as the test says. It has no queues; messages
 * come from {@link #messages}, whatever queue is asked for.
 */
final class LoopbackSqs implements AutoCloseable {
    /** An answer of an SQS that is in trouble. */
    static final String TROUBLE = "500 {\"__type\":\"InternalError\"}";

    /** An answer of an SQS that knows of no such queue. */
    static final String MISSING = "400 {\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}";

    /** Bodies that are there to be received. */
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();
    private final Map<String, List<JsonNode>> requests = new ConcurrentHashMap<>();

    LoopbackSqs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        answers.put("ListQueues", request -> "{}");
        answers.put("GetQueueUrl", request -> "{\"QueueUrl\":\"" + url() + "/1/queue\"}");
        answers.put("ReceiveMessage", this::receive);
        answers.put("DeleteMessageBatch", LoopbackSqs::allDone);
        answers.put("ChangeMessageVisibilityBatch", LoopbackSqs::allDone);
    }

    /** From now on requests of this kind are answered otherwise: with JSON or XML, behind a status if that is not 200. */
    void answer(String operation, Function<JsonNode, String> answer) {
        answers.put(operation, answer);
    }

    /** The next requests of this kind are answered with these, later ones as before. */
    void answerNext(String operation, String... next) {
        Function<JsonNode, String> before = answers.getOrDefault(operation, request -> "{}");
        BlockingQueue<String> left = new LinkedBlockingQueue<>(List.of(next));
        answers.put(operation, request -> {
            String answer = left.poll();
            return answer == null ? before.apply(request) : answer;
        });
    }

    /** The requests of a kind that have come until now. */
    List<JsonNode> requests(String operation) {
        return requests.computeIfAbsent(operation, none -> Collections.synchronizedList(new ArrayList<>()));
    }

    Settings settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "crossdock.sqs.endpoint", url(),
                "crossdock.sqs.region", "eu-central-1",
                "crossdock.sqs.access-key-id", "x",
                "crossdock.sqs.secret-access-key", "x"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("crossdock.sqs." + more[i], more[i + 1]);
        }
        return Settings.of(settings, Map.of(), "crossdock.sqs.");
    }

    Transport connect(String... more) throws Exception {
        return new SqsTransportProvider().open(settings(more), TimeSource.system());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What a batch is answered of which every entry is done. */
    static String allDone(JsonNode request) {
        StringBuilder done = new StringBuilder();
        for (JsonNode entry : request.field("Entries").orElseThrow().asArray()) {
            done.append(done.length() == 0 ? "" : ",")
                    .append("{\"Id\":\"")
                    .append(entry.field("Id").orElseThrow().text())
                    .append("\"}");
        }
        return "{\"Successful\":[" + done + "]}";
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String receive(JsonNode request) {
        int wait =
                Integer.parseInt(request.field("WaitTimeSeconds").orElseThrow().asNumber());
        try {
            // Seconds are short here.
            String body = messages.poll(50L * wait, TimeUnit.MILLISECONDS);
            if (body == null) {
                return "{}";
            }
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return "{\"Messages\":[{\"MessageId\":\"" + body + "\",\"ReceiptHandle\":\"" + body + "\",\"Body\":\""
                    + body
                    + "\",\"MD5OfBody\":\"" + HexFormat.of().formatHex(digest)
                    + "\",\"Attributes\":{\"ApproximateReceiveCount\":\"1\"}}]}";
        } catch (InterruptedException | NoSuchAlgorithmException e) {
            return TROUBLE;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            // SNS is asked with a form, and answers with XML.
            boolean sns = target == null;
            String operation =
                    sns ? body.replaceFirst(".*Action=(\\w+).*", "$1") : target.substring(target.indexOf('.') + 1);
            JsonNode request =
                    sns ? JsonNode.emptyObjectNode() : JsonNode.parser().parse(body);
            requests(operation).add(request);
            String answer = answers.getOrDefault(operation, unknown -> "400 {}").apply(request);
            boolean fine = answer.startsWith("{") || answer.startsWith("<");
            byte[] json = (fine ? answer : answer.substring(4)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(fine ? 200 : Integer.parseInt(answer.substring(0, 3)), json.length);
            exchange.getResponseBody().write(json);
        }
    }
}
