package dev.crossdock.conformance.history;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Delayed messages that have not come yet. Where a member moves them when they are due, one that dies, or is cut off, between
 * the copy and its settlement lets the next member move them once more, for all groups.
 */
final class OnTheWay {
    private final Map<String, Publication> waiting = new HashMap<>();
    private final Map<String, Long> arrived = new HashMap<>();

    void published(String messageId, Publication publication) {
        waiting.put(messageId, publication);
    }

    void started(Event start) {
        if (waiting.containsKey(start.messageId())) {
            arrived.putIfAbsent(start.messageId(), start.nanos());
        }
    }

    /** Something has died, or has broken or is whole again; the number tells one disturbance from another. */
    void disturbed(Event event, long disturbance) {
        Iterator<Map.Entry<String, Publication>> entries = waiting.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Publication> entry = entries.next();
            Long since = arrived.get(entry.getKey());
            if (since != null && event.nanos() - since > Faults.UNSETTLED_NANOS) {
                entries.remove();
                arrived.remove(entry.getKey());
            } else {
                entry.getValue().disturbed(disturbance);
            }
        }
    }
}
