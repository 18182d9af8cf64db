package dev.crossdock.messaging.spi;

import java.io.EOFException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a peer that refused TLS, or was refused, from one that went away in the middle of it: the JDK throws an
 * {@link SSLException} for both, and only the first is the fault of an account or of a certificate. A balancer whose broker
 * is not up yet does the second. Pure.
 */
public final class TlsFailures {
    private static final int MAX_CAUSES = 16;
    // Netty's word for it, which has no cause.
    private static final String CLOSED = "Connection closed while SSL/TLS handshake was in progress";

    private TlsFailures() {}

    /** Whether a failure, or one of its causes, says that two sides do not accept each other. */
    public static boolean isRefusal(@Nullable Throwable failure) {
        boolean tls = false;
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (isHangUp(cause)) {
                return false;
            }
            tls |= cause instanceof SSLException;
            cause = cause.getCause();
        }
        return tls;
    }

    private static boolean isHangUp(Throwable failure) {
        return failure instanceof EOFException
                || failure instanceof SocketException
                || failure instanceof ClosedChannelException
                || CLOSED.equals(failure.getMessage());
    }
}
