package dev.crossdock.conformance.sqs;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signature version 4 of AWS, as the other side checks it: only what requests to SNS and SQS need. */
final class Signature {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)");

    private Signature() {}

    /** Who says that he has signed; {@code null} if nobody does. */
    static @Nullable String accessKey(HttpExchange exchange) {
        Matcher claimed = claimed(exchange);
        return claimed == null ? null : claimed.group(1);
    }

    static boolean isRight(HttpExchange exchange, byte[] body, String secret) {
        Matcher claimed = claimed(exchange);
        if (claimed == null) {
            return false;
        }
        String scope = claimed.group(2);
        StringBuilder request = new StringBuilder(exchange.getRequestMethod()).append("\n/\n\n");
        for (String name : claimed.group(3).split(";", -1)) {
            request.append(name)
                    .append(':')
                    .append(header(exchange, name).strip())
                    .append('\n');
        }
        try {
            request.append('\n').append(claimed.group(3)).append('\n').append(hash(body));
            String toSign = "AWS4-HMAC-SHA256\n" + header(exchange, "x-amz-date") + "\n" + scope + "\n"
                    + hash(request.toString().getBytes(StandardCharsets.UTF_8));
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : List.of(scope.split("/", -1))) {
                key = hmac(key, part);
            }
            return HexFormat.of().formatHex(hmac(key, toSign)).equals(claimed.group(4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Matcher claimed(HttpExchange exchange) {
        Matcher claimed = AUTHORIZATION.matcher(header(exchange, "authorization"));
        return claimed.matches() ? claimed : null;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
