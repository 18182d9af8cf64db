package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.stores.InboxEffects;
import java.sql.SQLException;

/** A soak with H2 beside the broker. */
abstract class SoakBesideADatabase extends TransportSoak {
    @Override
    protected Effects effects() throws SQLException {
        return new InboxEffects();
    }
}
