package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.network.Certificates;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * What is in a store of {@link Certificates}, as servers want to read it.
 *
 * @param certificates all that are trusted, or the chain of the one that is shown
 * @param key of the one that is shown; empty if none is
 */
record Pem(String certificates, String key) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    static Pem of(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        StringBuilder certificates = new StringBuilder();
        StringBuilder key = new StringBuilder();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            for (Certificate each : chain == null ? List.of(store.getCertificate(alias)) : List.of(chain)) {
                certificates.append(block("CERTIFICATE", each.getEncoded()));
            }
            if (store.isKeyEntry(alias)) {
                key.append(block(
                        "PRIVATE KEY",
                        store.getKey(alias, Certificates.PASSWORD.toCharArray()).getEncoded()));
            }
        }
        return new Pem(certificates.toString(), key.toString());
    }

    private static String block(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n";
    }
}
