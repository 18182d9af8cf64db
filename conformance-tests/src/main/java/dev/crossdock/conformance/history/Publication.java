package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All publishes of one message id: a program may repeat one whose outcome it does not know, or mean to send a duplicate. */
final class Publication {
    private final List<Event> events = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private final Set<String> fingerprints = new HashSet<>();
    private int begun;
    private int confirmed;
    private int rejected;
    private int unknown;
    private int sentAgain;
    private int movedAgain;
    private long lastDisturbance;

    void add(Event event) {
        events.add(event);
        switch (event.kind()) {
            case PUBLISH -> {
                begun++;
                topics.add(event.topic());
                fingerprints.add(event.fingerprint());
            }
            case CONFIRMED -> confirmed++;
            case REJECTED -> rejected++;
            case UNKNOWN -> unknown++;
            default -> throw new IllegalArgumentException("not about a publish: " + event);
        }
    }

    List<Event> events() {
        return events;
    }

    long firstAt() {
        return events.get(0).nanos();
    }

    boolean ended() {
        return begun == confirmed + rejected + unknown;
    }

    boolean isConfirmed() {
        return confirmed > 0;
    }

    /** Every publish of the id was definitely rejected. */
    boolean isRejected() {
        return rejected > 0 && confirmed == 0 && unknown == 0;
    }

    /** Something broke while it was under way: its client may have sent it once more by itself. */
    void faulted() {
        sentAgain += begun - confirmed - rejected - unknown;
    }

    /** Whoever moves it when it is due may have done so once more; counts once for each disturbance, from 1. */
    void disturbed(long disturbance) {
        if (disturbance != lastDisturbance) {
            lastDisturbance = disturbance;
            movedAgain++;
        }
    }

    /** How many copies there may be. */
    int copies() {
        return begun + sentAgain + movedAgain;
    }

    boolean goesTo(String subscription) {
        return topics.stream().anyMatch(topic -> subscription.startsWith(topic + " → "));
    }

    boolean hasFingerprint(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }
}
