package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.spi.Description;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says about something that a group needs. Immutable.
 *
 * @param object whether it is there
 * @param facts {@code null} if it is not there, or the broker says nothing more
 */
record Found(Need need, TopologyObject object, @Nullable Description facts) {
    boolean is(TopologyObject.Kind kind) {
        return object.kind() == kind;
    }

    boolean is(TopologyObject.State state) {
        return object.state() == state;
    }
}
