package dev.crossdock.conformance.sqs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Does what the stand-in does not and AWS does: checks who has signed a request and what he may do, answers as AWS would, and
 * passes on what is allowed.
 */
final class SigningGate {
    private static final Pattern FORM_ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
    private static final Set<String> PASSED_ON = Set.of("content-type", "x-amz-target", "authorization", "x-amz-date");

    private final URI broker;
    private final Map<String, Account> accounts;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A secret, and which actions it stands for. */
    record Account(String secret, Predicate<String> may) {}

    SigningGate(URI broker, Map<String, Account> accounts) {
        this.broker = broker;
        this.accounts = accounts;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "signing-gate");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String action = target == null ? formAction(body) : target.substring(target.indexOf('.') + 1);
            String refusal = refusal(exchange, body, action, target != null);
            if (refusal != null) {
                refuse(exchange, refusal, target != null);
                return;
            }
            passOn(exchange, body);
        }
    }

    private @Nullable String refusal(HttpExchange exchange, byte[] body, String action, boolean json) {
        String accessKey = Signature.accessKey(exchange);
        Account account = accessKey == null ? null : accounts.get(accessKey);
        if (account == null) {
            return json ? "UnrecognizedClientException" : "InvalidClientTokenId";
        }
        if (!Signature.isRight(exchange, body, account.secret())) {
            return json ? "InvalidSignatureException" : "SignatureDoesNotMatch";
        }
        return account.may().test(action) ? null : json ? "AccessDeniedException" : "AuthorizationError";
    }

    private static void refuse(HttpExchange exchange, String code, boolean json) throws IOException {
        String text = json
                ? "{\"__type\":\"com.amazon.coral.service#" + code + "\",\"message\":\"refused\"}"
                : "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>"
                        + code + "</Code><Message>refused</Message></Error><RequestId>1</RequestId></ErrorResponse>";
        answer(
                exchange,
                code.equals("AccessDeniedException") ? 400 : 403,
                json ? "application/x-amz-json-1.0" : "text/xml",
                text.getBytes(StandardCharsets.UTF_8));
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(broker.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                request.header(name, values.get(0));
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer(
                    exchange,
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse(""),
                    answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String formAction(byte[] body) {
        Matcher action = FORM_ACTION.matcher(new String(body, StandardCharsets.UTF_8));
        return action.find() ? action.group(1) : "";
    }
}
