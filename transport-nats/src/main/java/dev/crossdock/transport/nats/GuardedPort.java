package dev.crossdock.transport.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The client's own way to the server, with a {@link HeaderGuard} before its reader. Public because the client makes it, by
 * its name; nobody else needs it.
 */
public final class GuardedPort extends SocketDataPortWithWriteTimeout {
    private @Nullable InputStream guarded;
    private @Nullable HeaderGuard guard;

    /** For the client. */
    public GuardedPort() {}

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        HeaderGuard current = guard;
        // There is another one after the handshake.
        if (current == null || guarded != in) {
            current = new HeaderGuard(in);
            guarded = in;
            guard = current;
        }
        return current.read(into, offset, length);
    }
}
