package dev.crossdock.conformance.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An authority of its own and what it has signed, made anew for each run with the JDK's keytool: nothing that could expire
 * is kept anywhere. All stores are PKCS12 with the same {@linkplain #PASSWORD password}. Not thread-safe.
 */
public final class Certificates {
    /** Of every store; guards nothing. */
    public static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";
    private static final long SECONDS = 60;

    private final Path folder;
    private final Path authority;

    private Certificates(Path folder, Path authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** Makes an authority in a folder of the machine's temporary files. */
    public static Certificates create() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("crossdock-certificates");
        folder.toFile().deleteOnExit();
        Path authority = folder.resolve("authority.p12");
        keytool(
                "-genkeypair",
                authority,
                AUTHORITY,
                List.of("-keyalg", "EC", "-dname", "CN=" + folder.getFileName(), "-ext", "bc:c"));
        return new Certificates(folder, authority);
    }

    /** A store with which to trust this authority. */
    public Path trustStore() throws IOException, InterruptedException {
        Path store = folder.resolve("trust.p12");
        Path certificate = folder.resolve("authority.pem");
        certificate.toFile().deleteOnExit();
        if (!Files.exists(store)) {
            keytool("-exportcert", authority, AUTHORITY, List.of("-rfc", "-file", certificate.toString()));
            keytool("-importcert", store, AUTHORITY, List.of("-noprompt", "-file", certificate.toString()));
        }
        return store;
    }

    /** A key and its certificate for a host, valid now. */
    public Path identity(String host) throws IOException, InterruptedException {
        return identity(host, List.of("-startdate", "-1d", "-validity", "3"));
    }

    /** The same, but its time is over since yesterday. */
    public Path expiredIdentity(String host) throws IOException, InterruptedException {
        return identity(host, List.of("-startdate", "-5d", "-validity", "4"));
    }

    private Path identity(String host, List<String> validity) throws IOException, InterruptedException {
        Path store = Files.createTempFile(folder, "identity", ".p12");
        Files.copy(authority, store, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        List<String> options = new ArrayList<>(validity);
        options.addAll(List.of("-keyalg", "EC", "-signer", AUTHORITY, "-dname", "CN=" + host));
        options.addAll(List.of("-ext", "san=dns:" + host));
        keytool("-genkeypair", store, "identity", options);
        // Whoever uses the store must not take the authority's key for its own.
        keytool("-delete", store, AUTHORITY, List.of());
        return store;
    }

    private static void keytool(String command, Path store, String alias, List<String> options)
            throws IOException, InterruptedException {
        store.toFile().deleteOnExit();
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        // It lives for a moment: most of that is what a JVM does to live long.
        line.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        line.addAll(List.of(command, "-alias", alias, "-keystore", store.toString(), "-storetype", "PKCS12"));
        line.addAll(List.of("-storepass", PASSWORD));
        line.addAll(options);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool " + command + " failed: " + printed);
        }
    }
}
