package dev.crossdock.messaging.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFailuresTest {
    static Stream<Throwable> refusals() {
        return Stream.of(
                because(new SSLHandshakeException("PKIX path building failed"), new CertificateException("unknown")),
                new SSLHandshakeException("Received fatal alert: certificate_required"),
                new SSLPeerUnverifiedException("Host name does not match"),
                new SSLException("Unsupported or unrecognized SSL message"),
                new IOException("connecting failed", new IllegalStateException(new SSLException("bad record MAC"))));
    }

    static Stream<Throwable> hangUps() {
        return Stream.of(
                because(new SSLHandshakeException("Remote host terminated the handshake"), new EOFException()),
                new SSLException("Connection reset", new SocketException("Connection reset")),
                new SSLException("broken", new ClosedChannelException()),
                new SSLHandshakeException("Connection closed while SSL/TLS handshake was in progress"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whoeverDoesNotAcceptTheOtherRefuses(Throwable failure) {
        assertThat(TlsFailures.isRefusal(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("hangUps")
    void whoeverGoesAwayDoesNotRefuse(Throwable failure) {
        assertThat(TlsFailures.isRefusal(failure)).isFalse();
    }

    @Test
    void whatHasNothingToDoWithTlsIsNoRefusal() {
        assertThat(TlsFailures.isRefusal(new ConnectException("Connection refused")))
                .isFalse();
        assertThat(TlsFailures.isRefusal(null)).isFalse();
    }

    @Test
    void causesThatGoInCirclesEnd() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);
        assertThat(TlsFailures.isRefusal(one)).isFalse();
    }

    private static <T extends Throwable> T because(T failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
