package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Books with two sides: what observers were told about a message must be what its publishers and handlers saw.
 *
 * <p>A handler that is left behind by a close, or whose message was taken away, may end in other ways than observers are
 * told; and a process that is killed may be so between its observer and its handler. Everything else agrees to the last
 * one.
 */
final class ConservationRules {
    private final Claims claims;
    private final Tally tally;
    private final Map<Tally.Count, Integer> seen = new HashMap<>();
    private final Map<Tally.Count, List<Event>> chains = new HashMap<>();
    private final Map<String, Set<Tally.Count>> excusesByMember = new HashMap<>();
    private final Map<String, Integer> crashes = new HashMap<>();
    private final List<Offence> offences = new ArrayList<>();

    private ConservationRules(Claims claims, Tally tally) {
        this.claims = claims;
        this.tally = tally;
    }

    static List<Offence> check(List<Event> history, Claims claims, Tally tally) {
        ConservationRules rules = new ConservationRules(claims, tally);
        rules.count(history);
        rules.compare();
        return rules.offences;
    }

    private void count(List<Event> history) {
        for (Event event : history) {
            Kind kind = switch (event.kind()) {
                case CONFIRMED, START, OK, FAILED -> event.kind();
                case REJECTED, UNKNOWN -> Kind.REJECTED;
                case ABANDONED, LEASE_LOST -> Kind.ABANDONED;
                default -> null;
            };
            if (event.kind() == Kind.CRASHED) {
                crashed(event);
            } else if (kind != null) {
                Tally.Count count = new Tally.Count(kind, event.subscription(), event.messageId());
                seen.merge(count, 1, Integer::sum);
                chains.computeIfAbsent(count, unused -> new ArrayList<>()).add(event);
                excusesByMember
                        .computeIfAbsent(event.member(), unused -> new HashSet<>())
                        .add(new Tally.Count(Kind.ABANDONED, event.subscription(), event.messageId()));
            }
        }
    }

    // Its handler wrote down how it ended, and its observer was not told any more.
    private void crashed(Event crash) {
        crashes.merge(crash.subscription(), 1, Integer::sum);
        excusesByMember.getOrDefault(crash.member(), Set.of()).forEach(excuse -> seen.merge(excuse, 1, Integer::sum));
    }

    private void compare() {
        Set<Tally.Count> all = new HashSet<>(seen.keySet());
        all.addAll(tally.counts().keySet());
        for (Tally.Count count : all) {
            if (count.kind() == Kind.ABANDONED || !isRecorded(count)) {
                continue;
            }
            int told = tally.of(count.kind(), count.subscription(), count.messageId());
            int happened = seen.getOrDefault(count, 0);
            int excused = mayGoUntold(count.kind())
                    ? seen.getOrDefault(new Tally.Count(Kind.ABANDONED, count.subscription(), count.messageId()), 0)
                    : 0;
            // Its observer was told that a handler would be called, and it was not called any more.
            int notBegun = count.kind() == Kind.START ? crashes.getOrDefault(count.subscription(), 0) : 0;
            if (told > happened + notBegun || told < happened - excused) {
                tell(count, told, happened);
            }
        }
    }

    // What a program did past the record, such as a publish by a handler, has only one side.
    private boolean isRecorded(Tally.Count count) {
        boolean published = count.kind() == Kind.CONFIRMED || count.kind() == Kind.REJECTED;
        return published
                ? claims.isPublishRecorded(count.messageId())
                : claims.subscriptions().contains(count.subscription()) && claims.isTallied(count.subscription());
    }

    private static boolean mayGoUntold(Kind kind) {
        return kind == Kind.OK || kind == Kind.FAILED;
    }

    private void tell(Tally.Count count, int told, int happened) {
        if (offences.size() < HistoryChecker.TOLD_PER_RULE) {
            offences.add(new Offence(
                    Rule.R12_CONSERVATION,
                    "observers were told " + told + " × " + count.kind() + " of " + count.messageId() + " in "
                            + count.subscription() + ", it happened " + happened + " times",
                    chains.getOrDefault(count, List.of())));
        }
    }
}
