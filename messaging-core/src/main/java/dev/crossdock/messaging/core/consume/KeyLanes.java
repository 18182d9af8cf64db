package dev.crossdock.messaging.core.consume;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes of the keys that are in hand, and of no others. The pump's alone. */
final class KeyLanes {
    private final Map<String, Lane> lanes = new HashMap<>();

    /** Puts a message into the lane of its key; {@code true} if its turn has come. */
    boolean enter(InFlight message) {
        String key = message.delivery.key();
        if (key == null) {
            return true;
        }
        Lane lane = lanes.get(key);
        if (lane == null) {
            lane = new Lane(key);
            lanes.put(key, lane);
        }
        lane.inHand++;
        message.lane = lane;
        return lane.append(message);
    }

    /** Forgets a message that is no longer in hand, and its lane if it was the last. */
    void leave(InFlight message) {
        Lane lane = message.lane;
        if (lane != null && --lane.inHand == 0) {
            forget(lane);
        }
    }

    /** Lets a new lane begin for the key; the old one ends with what is in it. */
    void forget(@Nullable Lane lane) {
        if (lane != null) {
            lanes.remove(lane.key, lane);
        }
    }

    int size() {
        return lanes.size();
    }
}
