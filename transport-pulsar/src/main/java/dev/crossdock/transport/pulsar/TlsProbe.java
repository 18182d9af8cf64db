package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.TlsFailures;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Shakes hands with a broker once, to see whether each trusts the other: the native client writes what went wrong with TLS
 * into its log, tries again until its time is over, and then says that the connection was closed.
 *
 * @param trustStore whom to trust, PKCS12; {@code null} if a file of certificates says, or the JDK
 * @param storePassword of that
 * @param authorities whom to trust, PEM; {@code null} if a store says, or the JDK
 * @param certified whether we have something to show, which this does not
 */
record TlsProbe(
        @Nullable String trustStore,
        String storePassword,
        @Nullable String authorities,
        boolean certified) {
    // A broker that wants a certificate says so after the client has finished, with TLS 1.3.
    private static final int LAST_WORD_MILLIS = 300;
    private static final int MAX_CAUSES = 8;

    /** What is wrong with TLS at the first address of a URL; empty also if nobody is there to ask. */
    Optional<Exception> problem(String serviceUrl, Duration limit) {
        URI first = URI.create(serviceUrl.replaceFirst(",.*", ""));
        try (SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(first.getHost(), first.getPort()), (int) limit.toMillis());
            socket.setSoTimeout((int) limit.toMillis());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.setSoTimeout(LAST_WORD_MILLIS);
            int unused = socket.getInputStream().read();
            return Optional.empty();
        } catch (SSLException e) {
            return TlsFailures.isRefusal(e) && (!certified || isAboutTheirs(e)) ? Optional.of(e) : Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(e);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAboutTheirs(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private @Nullable KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        if (trustStore != null) {
            try (InputStream in = Files.newInputStream(Path.of(trustStore))) {
                store.load(in, storePassword.toCharArray());
            }
            return store;
        }
        if (authorities == null) {
            return null;
        }
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(authorities))) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, one);
            }
        }
        return store;
    }

    /** Not the password. */
    @Override
    public String toString() {
        return "TlsProbe[" + trustStore + ", " + authorities + ", " + certified + "]";
    }
}
