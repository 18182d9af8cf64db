package dev.crossdock.messaging.core.dead;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes dead letters. Unlike a redrive, this takes nothing that was not chosen itself: what it takes is gone. */
final class Discard implements Work {
    private final Set<String> entries = new HashSet<>();
    private int count;

    @Override
    public void on(List<Loan> batch, Selection selection, Pass pass) {
        List<Loan> chosen = selection.of(batch);
        pass.remove(chosen);
        for (Loan loan : chosen) {
            boolean copy = !entries.add(loan.entry().identity()) && loan.entry().named();
            count += copy ? 0 : 1;
        }
    }

    @Override
    public int count() {
        return count;
    }
}
