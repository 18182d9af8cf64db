package dev.crossdock.transport.sqs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the answer to a batch says of its entries, whose ids are their places. Done is only what it calls done. Pure. */
final class BatchAnswer {
    private BatchAnswer() {}

    /** Those that are not among these ids. */
    static <T> List<T> without(List<T> entries, List<String> ids) {
        if (ids.isEmpty()) {
            return entries;
        }
        Set<String> known = new HashSet<>(ids);
        List<T> others = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!known.contains(Integer.toString(i))) {
                others.add(entries.get(i));
            }
        }
        return others;
    }

    /** Those that are. */
    static <T> List<T> of(List<T> entries, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>(ids);
        List<T> meant = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (known.contains(Integer.toString(i))) {
                meant.add(entries.get(i));
            }
        }
        return meant;
    }
}
