package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.StoreSecurity;
import java.util.Map;
import java.util.Optional;

/** A database server that can be stopped. */
interface DatabaseServer extends AutoCloseable {
    String url();

    String user();

    String password();

    BrokerControl control();

    /**
     * Who may use it; empty without TLS and accounts.
     *
     * @param configuration of a store there
     */
    default Optional<StoreSecurity> security(Map<String, String> configuration) {
        return Optional.empty();
    }

    @Override
    void close();
}
