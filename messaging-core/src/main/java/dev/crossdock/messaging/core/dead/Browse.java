package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at dead letters, the oldest first, and leaves them where they are. Immutable. */
final class Browse {
    private static final int FIRST_LOOK = 128;

    // What the broker put there by itself has no date.
    private static final Comparator<Entry> BY_AGE =
            Comparator.comparing(entry -> entry.letter().deadAt(), Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Engine engine;
    private final Address.DeadLetters queue;

    Browse(Engine engine, Address.DeadLetters queue) {
        this.engine = engine;
        this.queue = queue;
    }

    /** How many there are, copies included. */
    long count() throws Exception {
        int[] count = {0};
        until(
                all -> {
                    count[0] = all.size();
                    return false;
                },
                false);
        return count[0];
    }

    /** So many entries, or all if there are fewer; of copies the oldest. */
    List<Entry> first(int limit) throws Exception {
        List<Entry> found = new ArrayList<>();
        until(
                all -> {
                    found.clear();
                    found.addAll(withoutCopies(all));
                    return found.size() >= limit;
                },
                limit == 1);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** The oldest entry that is meant. */
    Optional<Entry> find(Selection selection) throws Exception {
        List<Entry> found = new ArrayList<>();
        until(
                all -> {
                    all.stream().filter(selection::includes).findFirst().ifPresent(found::add);
                    return !found.isEmpty();
                },
                false);
        return found.stream().findFirst();
    }

    // Shows ever more of the queue, from its beginning, until that is enough or there is no more; one may be all it
    // takes.
    private void until(Predicate<List<Entry>> enough, boolean one) throws Exception {
        int limit = FIRST_LOOK;
        Optional<List<WireMessage>> seen = engine.transport().browse(queue, limit);
        if (seen.isEmpty()) {
            untilByTaking(enough, one);
            return;
        }
        while (!enough.test(entries(seen.get())) && seen.get().size() >= limit && limit < Integer.MAX_VALUE) {
            limit = (int) Math.min(Integer.MAX_VALUE, limit * 8L);
            seen = engine.transport().browse(queue, limit);
            if (seen.isEmpty()) {
                throw new IllegalStateException("a transport that can browse cannot forget how");
            }
        }
    }

    private void untilByTaking(Predicate<List<Entry>> enough, boolean one) throws Exception {
        // Without an order of the broker's, nobody knows the oldest before all have been seen.
        boolean inOrder = engine.transport().capabilities().keepsOrder();
        try (Pass pass = one && inOrder ? Pass.ofOneBatch(engine, queue) : new Pass(engine, queue)) {
            List<Entry> all = new ArrayList<>();
            List<Loan> batch = pass.next();
            batch.forEach(loan -> all.add(loan.entry()));
            while (!(inOrder && enough.test(all)) && !batch.isEmpty()) {
                batch = pass.next();
                batch.forEach(loan -> all.add(loan.entry()));
            }
            if (!inOrder) {
                all.sort(BY_AGE);
                var unused = enough.test(all);
            }
        }
    }

    private List<Entry> entries(List<WireMessage> messages) {
        return messages.stream()
                .map(message -> Entry.of(message, "", queue.topic(), queue.group()))
                .toList();
    }

    private static List<Entry> withoutCopies(List<Entry> all) {
        Set<String> seen = new HashSet<>();
        return all.stream()
                .filter(entry -> seen.add(entry.identity()) || !entry.named())
                .toList();
    }
}
