package dev.crossdock.conformance.stores;

import org.junit.jupiter.api.Tag;

@Tag("containers")
class InboxOnPostgreSqlTest extends InboxOnADatabase {
    @Override
    DatabaseServer server() {
        return DatabaseContainer.postgreSql();
    }
}
