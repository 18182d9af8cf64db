package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which entries an operation is about. Used by one thread, for one pass. */
final class Selection {
    private final Predicate<? super DeadLetter> which;
    private final boolean one;
    private @Nullable Entry found;
    private long allowed = Long.MAX_VALUE;
    private long matched;

    private Selection(Predicate<? super DeadLetter> which, boolean one) {
        this.which = which;
        this.one = one;
    }

    /** All entries that the user chooses. */
    static Selection all(Predicate<? super DeadLetter> which) {
        return new Selection(which, false);
    }

    /** The oldest entry of that entry id or message id, and its copies. */
    static Selection byId(String id) {
        return new Selection(
                letter -> letter.entryId().equals(id) || letter.messageId().equals(id), true);
    }

    /**
     * Those of a batch that are meant.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the user's predicate throws
     */
    List<Loan> of(List<Loan> batch) {
        List<Loan> chosen = new ArrayList<>();
        for (Loan loan : batch) {
            if (includes(loan.entry())) {
                chosen.add(loan);
            }
        }
        return chosen;
    }

    /** From now on at most so many are meant. */
    void allow(long most) {
        allowed = most;
    }

    /** Whether no other one is meant, as far as {@link #allow} says. */
    boolean isUsedUp() {
        return allowed == 0;
    }

    /** How many were meant so far. */
    long matched() {
        return matched;
    }

    boolean includes(Entry entry) {
        boolean included = allowed > 0 && isMeant(entry);
        if (included) {
            allowed--;
            matched++;
        }
        return included;
    }

    private boolean isMeant(Entry entry) {
        if (found != null) {
            return found.named() && entry.identity().equals(found.identity());
        }
        boolean included = test(entry.letter());
        if (included && one) {
            found = entry;
        }
        return included;
    }

    /** Whether nothing but copies can follow, which do no harm where they are. */
    boolean isSatisfied() {
        return found != null;
    }

    private boolean test(DeadLetter letter) {
        try {
            return which.test(letter);
        } catch (Throwable e) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The predicate that chooses dead letters has thrown at entry " + letter.entryId()
                            + ", to which nothing was done; what was done until then stays done",
                    e);
        }
    }
}
