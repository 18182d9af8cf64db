package dev.crossdock.store.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.crossdock.messaging.ErrorCode;
import java.sql.SQLException;

/**
 * Which connections a pool throws away. It knows the states of the standard; H2 has its own, and a connection that is used
 * again and again is not looked at in between.
 */
final class BrokenConnections implements SQLExceptionOverride {
    // By their full names: the interface has an Override of its own.
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
        return Faults.code(e) == ErrorCode.UNAVAILABLE
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
