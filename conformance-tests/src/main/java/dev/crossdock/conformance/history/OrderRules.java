package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that look at several messages at once: order per key, and how many handlers are open. */
final class OrderRules {
    private final Claims claims;
    private final List<Offence> offences = new ArrayList<>();

    private OrderRules(Claims claims) {
        this.claims = claims;
    }

    static List<Offence> check(List<Event> history, Claims claims) {
        OrderRules rules = new OrderRules(claims);
        rules.checkOrder(history);
        rules.checkOverlap(history);
        return rules.offences;
    }

    /**
     * A message must not start before an older one of its key has ended, if the older one was confirmed before the younger
     * one's publish began: only then is it older for sure.
     */
    private void checkOrder(List<Event> history) {
        Map<String, Long> confirmedAt = new HashMap<>();
        Map<String, List<Event>> publishedByKey = new HashMap<>();
        for (Event event : history) {
            if (event.kind() == Kind.CONFIRMED) {
                confirmedAt.putIfAbsent(event.messageId(), event.seq());
            } else if (event.kind() == Kind.PUBLISH && event.key() != null) {
                publishedByKey
                        .computeIfAbsent(event.topic() + '\0' + event.key(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<String, Set<String>> endedByGroup = new HashMap<>();
        Map<String, Integer> nextByGroupAndKey = new HashMap<>();
        for (Event event : history) {
            String subscription = event.subscription();
            if (event.group().isEmpty() || !claims.isOrdered(subscription)) {
                continue;
            }
            Set<String> ended = endedByGroup.computeIfAbsent(subscription, s -> new HashSet<>());
            switch (event.kind()) {
                case OK, DEAD_LETTERED, DISCARDED -> ended.add(event.messageId());
                case START -> {
                    if (event.key() != null && !ended.contains(event.messageId())) {
                        checkStart(event, ended, publishedByKey, confirmedAt, nextByGroupAndKey);
                    }
                }
                default -> {}
            }
        }
    }

    private void checkStart(
            Event start,
            Set<String> ended,
            Map<String, List<Event>> publishedByKey,
            Map<String, Long> confirmedAt,
            Map<String, Integer> nextByGroupAndKey) {
        String key = start.topic() + '\0' + start.key();
        List<Event> published = publishedByKey.getOrDefault(key, List.of());
        Event own = published.stream()
                .filter(event -> event.messageId().equals(start.messageId()))
                .findFirst()
                .orElse(null);
        if (own == null) {
            return;
        }
        // Everything before this index has ended in this group: the scan goes on where the last one stopped.
        String cursor = start.subscription() + '\0' + key;
        int first = nextByGroupAndKey.getOrDefault(cursor, 0);
        while (first < published.size() && ended.contains(published.get(first).messageId())) {
            first++;
        }
        nextByGroupAndKey.put(cursor, first);
        for (int i = first; i < published.size() && published.get(i).seq() < own.seq(); i++) {
            Event older = published.get(i);
            Long confirmed = confirmedAt.get(older.messageId());
            if (confirmed != null && confirmed < own.seq() && !ended.contains(older.messageId())) {
                tell(
                        Rule.R8_ORDER,
                        start.messageId() + " of key " + start.key() + " started in " + start.subscription()
                                + " before " + older.messageId() + " had ended",
                        List.of(older, own, start));
            }
        }
    }

    // What is redriven has no order, and may be quicker than the word of it.
    private static Set<String> redriven(List<Event> history) {
        Set<String> redriven = new HashSet<>();
        for (Event event : history) {
            if (event.kind() == Kind.REDRIVEN || event.kind() == Kind.PERHAPS_DEAD) {
                redriven.add(event.subscription() + '\0' + event.messageId());
            }
        }
        return redriven;
    }

    private void checkOverlap(List<Event> history) {
        Set<String> redriven = redriven(history);
        Map<String, Map<String, Event>> openByMember = new HashMap<>();
        Map<String, Event> openByKey = new HashMap<>();
        for (Event event : history) {
            String member = event.member();
            String key = event.subscription() + '\0' + event.key();
            boolean keyed = event.key() != null
                    && claims.isOrdered(event.subscription())
                    && !redriven.contains(event.subscription() + '\0' + event.messageId());
            switch (event.kind()) {
                case START -> {
                    Map<String, Event> open = openByMember.computeIfAbsent(member, m -> new HashMap<>());
                    open.put(event.messageId(), event);
                    if (open.size() > claims.concurrencyOf(member)) {
                        tell(
                                Rule.R9_OVERLAP,
                                member + " has " + open.size() + " handlers open, claimed are "
                                        + claims.concurrencyOf(member),
                                List.copyOf(open.values()));
                    }
                    Event other = keyed ? openByKey.put(key, event) : null;
                    if (other != null && !other.messageId().equals(event.messageId())) {
                        tell(
                                Rule.R9_OVERLAP,
                                "two handlers of key " + event.key() + " are open in " + event.subscription(),
                                List.of(other, event));
                    }
                }
                case OK, FAILED, ABANDONED -> {
                    openByMember.getOrDefault(member, new HashMap<>()).remove(event.messageId());
                    if (keyed) {
                        openByKey.remove(key);
                    }
                }
                case CRASHED -> {
                    openByMember.remove(member);
                    openByKey.values().removeIf(open -> open.member().equals(member));
                }
                // What is open may be given to somebody else before its member knows.
                case FAULT_ON, FAULT_OFF -> openByKey.clear();
                case LEASE_LOST ->
                    openByKey.values().removeIf(open -> open.messageId().equals(event.messageId()));
                default -> {}
            }
        }
    }

    private void tell(Rule rule, String message, List<Event> chain) {
        long already =
                offences.stream().filter(offence -> offence.rule() == rule).count();
        if (already < HistoryChecker.TOLD_PER_RULE) {
            offences.add(new Offence(rule, message, chain));
        }
    }
}
