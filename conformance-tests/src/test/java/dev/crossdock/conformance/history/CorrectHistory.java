package dev.crossdock.conformance.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories that break no rule, from a seed: one ordered and one unordered group, failures, retries, dead letters,
 * redrives whose word comes early or late, crashes, lost leases, duplicates on purpose, rejected and unknown publishes.
 */
final class CorrectHistory {
    static final String TOPIC = "t";
    static final String ORDERED = "ordered";
    static final String LOOSE = "loose";

    private final Random random;
    private final History history = new History();
    private final Claims claims = new Claims();

    CorrectHistory(long seed) {
        this.random = new Random(seed);
        for (String group : List.of(ORDERED, LOOSE)) {
            claims.subscribed(TOPIC + " → " + group);
        }
        claims.ordered(TOPIC + " → " + ORDERED);
        claims.idempotent(TOPIC + " → " + ORDERED);
        int messages = 1 + random.nextInt(12);
        for (int i = 0; i < messages; i++) {
            message("m" + i, random.nextInt(3) == 0 ? null : "k" + random.nextInt(2));
        }
    }

    List<Event> events() {
        return history.events();
    }

    Claims claims() {
        return claims;
    }

    private void message(String id, @Nullable String key) {
        claims.publishRecorded(id);
        add(Kind.PUBLISH, "p", "", id, key, 0);
        int fate = random.nextInt(10);
        if (fate == 0) {
            add(Kind.REJECTED, "p", "", id, key, 0);
            return;
        }
        add(fate == 1 ? Kind.UNKNOWN : Kind.CONFIRMED, "p", "", id, key, 0);
        if (fate == 1 && random.nextBoolean()) {
            // Unknown, and never stored.
            return;
        }
        for (String group : List.of(ORDERED, LOOSE)) {
            journey(id, key, group);
        }
    }

    private void journey(String id, @Nullable String key, String group) {
        int attempt = 1;
        while (random.nextInt(4) == 0) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    add(Kind.START, "c1", group, id, key, attempt);
                    add(Kind.FAILED, "c1", group, id, key, attempt);
                }
                case 1 -> {
                    add(Kind.START, "c2", group, id, key, attempt);
                    add(Kind.CRASHED, "c2", group, "", null, 0);
                }
                default -> {
                    add(Kind.START, "c3", group, id, key, attempt);
                    add(Kind.LEASE_LOST, "c3", group, id, null, 0);
                }
            }
            attempt++;
        }
        if (random.nextInt(5) == 0) {
            add(Kind.START, "c1", group, id, key, attempt);
            add(Kind.FAILED, "c1", group, id, key, attempt);
            add(Kind.DEAD_LETTERED, "c1", group, id, null, 0);
            redrive(id, key, group);
            return;
        }
        handle(id, key, group, attempt);
    }

    private void redrive(String id, @Nullable String key, String group) {
        switch (random.nextInt(3)) {
            case 0 -> {}
            case 1 -> {
                add(Kind.REDRIVEN, "o", group, id, null, 0);
                handle(id, key, group, 1);
            }
            default -> {
                handle(id, key, group, 1);
                add(Kind.REDRIVEN, "o", group, id, null, 0);
            }
        }
    }

    private void handle(String id, @Nullable String key, String group, int attempt) {
        add(Kind.START, "c1", group, id, key, attempt);
        add(Kind.EFFECT, "c1", group, id, key, attempt);
        add(Kind.OK, "c1", group, id, key, attempt);
    }

    private void add(Kind kind, String member, String group, String id, @Nullable String key, int attempt) {
        String fingerprint = kind == Kind.PUBLISH || kind == Kind.START ? "f-" + id : "";
        history.add(kind, member, TOPIC, group, id, key, attempt, fingerprint, "");
    }

    /** What observers are told about these events if they are told the truth. */
    static Tally told(List<Event> events) {
        Tally tally = new Tally();
        for (Event event : events) {
            switch (event.kind()) {
                case CONFIRMED, START, OK, FAILED -> tally.told(event.kind(), event.subscription(), event.messageId());
                case REJECTED, UNKNOWN -> tally.told(Kind.REJECTED, event.subscription(), event.messageId());
                default -> {}
            }
        }
        return tally;
    }

    /** A copy with events changed; their places are given anew. */
    static List<Event> numbered(List<Event> events) {
        List<Event> numbered = new ArrayList<>();
        for (Event e : events) {
            numbered.add(new Event(
                    numbered.size(),
                    Duration.ofMillis(numbered.size()).toNanos(),
                    e.kind(),
                    e.member(),
                    e.topic(),
                    e.group(),
                    e.messageId(),
                    e.key(),
                    e.attempt(),
                    e.fingerprint(),
                    e.detail()));
        }
        return numbered;
    }
}
