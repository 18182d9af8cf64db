package dev.crossdock.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a server does in one step; the names by which servers know the scripts are their SHA-1. */
enum Script {
    CLAIM("claim.lua"),
    RENEW("renew.lua"),
    COMPLETE("complete.lua"),
    RELEASE("release.lua"),
    RESULT("result.lua");

    private final String source;
    private final String digest;

    Script(String resource) {
        try (InputStream stream = Script.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing in this jar");
            }
            byte[] bytes = stream.readAllBytes();
            source = new String(bytes, StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    String source() {
        return source;
    }

    String digest() {
        return digest;
    }
}
