package dev.crossdock.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrontTest {
    private ServerSocket echo;

    @BeforeEach
    void aBrokerThatRepeatsWhatItHears() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!echo.isClosed()) {
                try (Socket socket = echo.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    // The next one.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void itEnds() throws IOException {
        echo.close();
    }

    private InetSocketAddress broker() {
        return (InetSocketAddress) echo.getLocalSocketAddress();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String say(Socket socket, String text) throws IOException {
        socket.setSoTimeout(5_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(bytes.length), StandardCharsets.UTF_8);
    }

    private static String sayWithTls(int port, Path trusted, @Nullable Path shown, String text) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(trusted));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown == null ? null : store(shown), Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return say(socket, text);
        }
    }

    private static KeyStore store(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        return store;
    }

    @Test
    void aPlainFrontPassesOnBothWaysAndRemembersWhatTheClientSent() throws Exception {
        int port = freePort();
        try (Front front = Front.plain(port, broker());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(say(socket, "open sesame ü")).isEqualTo("open sesame ü");
            assertThat(front.wasSent("sesame ü")).isTrue();
            assertThat(front.wasSent("close")).isFalse();
            assertThat(front.connections()).isEqualTo(1);
        }
    }

    @Test
    void anotherFrontCanTakeThePortOfOneThatIsClosedAtOnce() throws Exception {
        int port = freePort();
        for (int i = 0; i < 100; i++) {
            try (Front front = Front.plain(port, broker());
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(say(socket, "hello")).isEqualTo("hello");
                assertThat(front.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aClientThatKnowsTheAuthorityTalksThroughTls() throws Exception {
        Certificates ours = Certificates.create();
        int port = freePort();
        try (Front front = Front.tls(port, broker(), ours.identity("localhost"), null)) {
            assertThat(sayWithTls(port, ours.trustStore(), null, "hello")).isEqualTo("hello");
            assertThat(front.wasSent("hello")).isTrue();
        }
    }

    @Test
    void aStrangerAnotherHostAndAnOldCertificateAreRefusedByACarefulClient() throws Exception {
        Certificates ours = Certificates.create();
        Path trust = ours.trustStore();
        Path[] wrong = {
            Certificates.create().identity("localhost"),
            ours.identity("elsewhere.example"),
            ours.expiredIdentity("localhost")
        };
        for (Path identity : wrong) {
            int port = freePort();
            try (Front front = Front.tls(port, broker(), identity, null)) {
                assertThatThrownBy(() -> sayWithTls(port, trust, null, "secret"))
                        .isInstanceOf(SSLException.class);
                assertThat(front.wasSent("secret")).isFalse();
            }
        }
    }

    @Test
    void aFrontThatWantsACertificateTalksOnlyToThoseWhoShowOne() throws Exception {
        Certificates ours = Certificates.create();
        Path trust = ours.trustStore();
        int port = freePort();
        try (Front front = Front.tls(port, broker(), ours.identity("localhost"), trust)) {
            assertThatThrownBy(() -> sayWithTls(port, trust, null, "secret")).isInstanceOf(IOException.class);
            assertThat(front.wasSent("secret")).isFalse();
            assertThat(sayWithTls(port, trust, ours.identity("client"), "hello"))
                    .isEqualTo("hello");
        }
    }
}
