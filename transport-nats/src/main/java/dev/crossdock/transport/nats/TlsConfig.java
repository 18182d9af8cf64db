package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.nats.tls.}. Certificates and host names are always verified; there is no
 * setting against it.
 *
 * @param first {@code first}: TLS from the first byte on, as a server with {@code handshake_first} or a proxy wants it
 * @param stores whom to trust and what to show
 */
record TlsConfig(boolean first, TlsStores stores) {
    static @Nullable TlsConfig read(Settings settings) {
        TlsStores stores = TlsStores.readIfOn(settings);
        boolean first = settings.flag("tls.first", false);
        if (stores == null && first) {
            throw settings.invalid("tls.first", "false, because tls is false", "true");
        }
        return stores == null ? null : new TlsConfig(first, stores);
    }

    /** A context that trusts these authorities, compares host names and shows this certificate. */
    SSLContext context() {
        return stores.context(HostNames.comparedBy(stores.trustManagers()));
    }
}
