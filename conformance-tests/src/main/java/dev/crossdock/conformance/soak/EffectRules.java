package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many effects a message may have: one in a transaction with its mark, whatever happens, and one elsewhere unless a
 * process died or stood still between the effect and the mark. */
final class EffectRules {
    private static final int TOLD = 20;

    private EffectRules() {}

    /** What does not hold in a database that is written to through an inbox. */
    static List<String> ofTheInbox(Map<String, Integer> counts, Cast cast, BitSet confirmed) {
        List<String> offences = new ArrayList<>();
        counts.forEach((id, count) -> {
            if (count != 1 && offences.size() < TOLD) {
                offences.add("EFFECT_TWICE: " + id + " had " + count + " effects through the inbox");
            }
            int number = cast.numberOf(id);
            if ((number < 0 || cast.part(number).poison()) && offences.size() < TOLD) {
                offences.add("EFFECT_PHANTOM: " + id + " had an effect through the inbox");
            }
        });
        for (int number = confirmed.nextSetBit(0); number >= 0; number = confirmed.nextSetBit(number + 1)) {
            String id = cast.message(number).id();
            if (!cast.part(number).poison() && !counts.containsKey(id) && offences.size() < TOLD) {
                offences.add("EFFECT_MISSING: " + id + " had no effect through the inbox");
            }
        }
        return offences;
    }

    /** What does not hold in a group whose handlers are guarded by claims. */
    static List<String> ofClaims(List<Event> history, String group, Set<String> frozen) {
        List<String> offences = new ArrayList<>();
        Set<String> crashed = new HashSet<>();
        Map<String, String> lastBy = new HashMap<>();
        for (Event event : history) {
            if (event.kind() == Kind.CRASHED) {
                crashed.add(event.member());
            } else if (event.kind() == Kind.EFFECT && event.group().equals(group)) {
                String before = lastBy.put(event.messageId(), event.member());
                boolean excused = before == null
                        || crashed.contains(before)
                        || frozen.contains(before)
                        || frozen.contains(event.member());
                if (!excused && offences.size() < TOLD) {
                    offences.add("EFFECT_TWICE: " + event.messageId() + " had an effect by " + event.member()
                            + " after one by " + before + ", which lived");
                }
            }
        }
        return offences;
    }
}
