package dev.crossdock.conformance.pulsar;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tokens of one account, of which only the last is good: the first is for a short time, the others for long. */
final class Tokens {
    static final String SUBJECT = "changing";
    static final byte[] KEY = "for as long as this suite is played only".getBytes(StandardCharsets.UTF_8);

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofHours(1);

    private @Nullable Instant end;

    /** Returns when the one before is no longer good. */
    synchronized String next() {
        Instant last = end;
        if (last == null) {
            end = Instant.now().plus(SHORT);
            return token(end);
        }
        Instant over = last.plusSeconds(1);
        while (Instant.now().isBefore(over)) {
            LockSupport.parkNanos(Duration.between(Instant.now(), over).toNanos());
        }
        end = Instant.now().plus(LONG);
        return token(end);
    }

    private static String token(Instant end) {
        String claims = "{\"sub\":\"" + SUBJECT + "\",\"exp\":" + end.getEpochSecond() + ",\"jti\":\""
                + UUID.randomUUID() + "\"}";
        String text = encoded("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return text + "." + encoded(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }
}
