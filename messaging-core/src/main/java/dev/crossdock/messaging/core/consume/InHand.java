package dev.crossdock.messaging.core.consume;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a session has lent us, the newest first: a list that goes through the messages themselves, because a
 * message must not cost more than one object. The pump's alone.
 */
final class InHand {
    private @Nullable InFlight first;
    private int size;

    int size() {
        return size;
    }

    void add(InFlight message) {
        InFlight second = first;
        message.nextInHand = second;
        if (second != null) {
            second.previousInHand = message;
        }
        first = message;
        size++;
    }

    void remove(InFlight message) {
        InFlight previous = message.previousInHand;
        InFlight next = message.nextInHand;
        if (previous == null) {
            first = next;
        } else {
            previous.nextInHand = next;
        }
        if (next != null) {
            next.previousInHand = previous;
        }
        message.previousInHand = null;
        message.nextInHand = null;
        size--;
    }

    void clear() {
        first = null;
        size = 0;
    }

    /** Goes through all; the action may remove the one that it is given. */
    void forEach(Consumer<InFlight> action) {
        InFlight message = first;
        while (message != null) {
            InFlight next = message.nextInHand;
            action.accept(message);
            message = next;
        }
    }

    /** How many wait for nothing but a worker, or have one. */
    int runnable() {
        int blocked = 0;
        for (InFlight message = first; message != null; message = message.nextInHand) {
            if (message.state() == InFlight.PARKED) {
                Lane lane = message.lane;
                blocked += lane == null ? 1 : lane.inHand;
            }
        }
        return size - blocked;
    }

    boolean anyAtWork() {
        for (InFlight message = first; message != null; message = message.nextInHand) {
            if (message.isAtWork()) {
                return true;
            }
        }
        return false;
    }
}
