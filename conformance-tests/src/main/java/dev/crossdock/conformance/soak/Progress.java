package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a soak has come to, counted as it happens. Thread-safe. */
final class Progress {
    private final Cast cast;
    private final List<String> groups;
    private final BitSet confirmed = new BitSet();
    private final Map<String, BitSet> ended = new HashMap<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Map<String, Map<Kind, Integer>> countsByGroup = new HashMap<>();
    private final List<Watch> watches = new ArrayList<>();

    Progress(Cast cast, List<String> groups) {
        this.cast = cast;
        this.groups = List.copyOf(groups);
        groups.forEach(group -> ended.put(group, new BitSet()));
    }

    /** The first handling of each group after a moment. */
    final class Watch {
        private final long since;
        private final Map<String, Long> nanos = new HashMap<>();

        private Watch(long since) {
            this.since = since;
        }

        /** Whether all groups have begun something. */
        boolean isComplete() {
            synchronized (Progress.this) {
                return nanos.size() == groups.size();
            }
        }

        /** Ends it; how many ms each group took that has begun something. */
        Map<String, Long> end() {
            synchronized (Progress.this) {
                watches.remove(this);
                Map<String, Long> millis = new HashMap<>();
                nanos.forEach((group, at) -> millis.put(group, (at - since) / 1_000_000));
                return millis;
            }
        }
    }

    /** Watches from a moment on, given in the history's time. */
    synchronized Watch watch(long since) {
        Watch watch = new Watch(since);
        watches.add(watch);
        return watch;
    }

    /** Takes note of an event. */
    synchronized void on(Event event) {
        counts.merge(event.kind(), 1, Integer::sum);
        if (!event.group().isEmpty()) {
            countsByGroup
                    .computeIfAbsent(event.group(), unused -> new EnumMap<>(Kind.class))
                    .merge(event.kind(), 1, Integer::sum);
        }
        switch (event.kind()) {
            case CONFIRMED -> mark(confirmed, event);
            case OK, DEAD_LETTERED, DUPLICATE -> {
                BitSet ofGroup = ended.get(event.group());
                if (ofGroup != null) {
                    mark(ofGroup, event);
                }
            }
            case START -> {
                for (Watch watch : watches) {
                    if (event.nanos() >= watch.since) {
                        watch.nanos.putIfAbsent(event.group(), event.nanos());
                    }
                }
            }
            default -> {}
        }
    }

    private void mark(BitSet set, Event event) {
        int number = cast.numberOf(event.messageId());
        if (number >= 0) {
            set.set(number);
        }
    }

    /** How many messages are confirmed. */
    synchronized int confirmed() {
        return confirmed.cardinality();
    }

    /** The numbers of the messages that are confirmed. */
    synchronized BitSet confirmedNumbers() {
        return (BitSet) confirmed.clone();
    }

    /** How many confirmed messages have not ended in the group that has most of them. */
    synchronized int lag() {
        int most = 0;
        for (BitSet ofGroup : ended.values()) {
            BitSet missing = (BitSet) confirmed.clone();
            missing.andNot(ofGroup);
            most = Math.max(most, missing.cardinality());
        }
        return most;
    }

    synchronized int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    synchronized int count(Kind kind, String group) {
        return countsByGroup.getOrDefault(group, Map.of()).getOrDefault(kind, 0);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder(confirmed.cardinality() + " confirmed, unknown "
                + counts.getOrDefault(Kind.UNKNOWN, 0) + ", rejected " + counts.getOrDefault(Kind.REJECTED, 0));
        for (String group : groups) {
            BitSet missing = (BitSet) confirmed.clone();
            missing.andNot(ended.getOrDefault(group, new BitSet()));
            text.append("; ")
                    .append(group)
                    .append(": ")
                    .append(missing.cardinality())
                    .append(" to go");
            if (missing.cardinality() > 0) {
                text.append(" from ").append(missing.nextSetBit(0));
            }
        }
        return text.toString();
    }
}
