package dev.crossdock.conformance.stores;

import org.junit.jupiter.api.Tag;

@Tag("containers")
class InboxOnMariaDbTest extends InboxOnADatabase {
    @Override
    DatabaseServer server() {
        return DatabaseContainer.mariaDb();
    }
}
