package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;

/** A database server that can be stopped. */
interface DatabaseServer extends AutoCloseable {
    String url();

    String user();

    String password();

    BrokerControl control();

    @Override
    void close();
}
