package dev.crossdock.conformance.stores;

class InboxOnH2Test extends InboxOnADatabase {
    @Override
    DatabaseServer server() {
        return new H2Server();
    }
}
