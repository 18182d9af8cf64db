package dev.crossdock.transport.inmemory;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loans of one session in the order in which their leases end. All its leases are equally long, so that a new or
 * renewed one belongs at the end, or, close to its limit, not far from it. Guarded by the queue's lock.
 */
final class Loans {
    private @Nullable Loan first;
    private @Nullable Loan last;
    private int size;

    @Nullable Loan first() {
        return first;
    }

    int size() {
        return size;
    }

    void add(Loan loan) {
        Loan before = last;
        while (before != null && before.end > loan.end) {
            before = before.before;
        }
        Loan after = before == null ? first : before.after;
        loan.before = before;
        loan.after = after;
        if (before == null) {
            first = loan;
        } else {
            before.after = loan;
        }
        if (after == null) {
            last = loan;
        } else {
            after.before = loan;
        }
        size++;
    }

    void forEach(Consumer<Loan> action) {
        for (Loan loan = first; loan != null; loan = loan.after) {
            action.accept(loan);
        }
    }

    void remove(Loan loan) {
        if (loan.before == null) {
            first = loan.after;
        } else {
            loan.before.after = loan.after;
        }
        if (loan.after == null) {
            last = loan.before;
        } else {
            loan.after.before = loan.before;
        }
        loan.before = null;
        loan.after = null;
        size--;
    }
}
