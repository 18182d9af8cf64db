package dev.crossdock.messaging;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What is to be done to many dead letters. Immutable.
 *
 * <pre>{@code
 * DeadLetterJob mended = DeadLetterJob.matching(dead -> dead.error().contains("no such account")).perSecond(50);
 * DeadLetterProgress would = messaging.deadLetters(ORDERS, "billing").redrive(mended.dryRun(true));
 * DeadLetterProgress did = messaging.deadLetters(ORDERS, "billing").redrive(mended);
 * }</pre>
 *
 * @param which which entries are meant; asked for each, possibly more than once
 * @param limit at most so many are dealt with, the oldest first; 1 and more
 * @param perSecond at most so many a second are dealt with; positive, {@link Double#POSITIVE_INFINITY} without a limit
 * @param dryRun whether they are only counted
 * @param edit what becomes of a message before it is redriven: given id, key, headers and body as they were published, it
 *     gives them as they are to be, and the id as it is; of no meaning when entries are discarded
 * @param listener is told of the progress now and then, and at the end, by the thread that works
 */
public record DeadLetterJob(
        Predicate<? super DeadLetter> which,
        long limit,
        double perSecond,
        boolean dryRun,
        UnaryOperator<Message<byte[]>> edit,
        Consumer<? super DeadLetterProgress> listener) {
    private static final DeadLetterJob ALL = new DeadLetterJob(
            dead -> true, Long.MAX_VALUE, Double.POSITIVE_INFINITY, false, UnaryOperator.identity(), progress -> {});

    /**
     * Checks the numbers.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if one is not possible
     */
    public DeadLetterJob {
        Objects.requireNonNull(which, "which");
        Objects.requireNonNull(edit, "edit");
        Objects.requireNonNull(listener, "listener");
        if (limit < 1) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "A job has a limit of at least 1 dead letter, found " + limit);
        }
        if (!(perSecond > 0)) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "A job has a positive number per second, found " + perSecond);
        }
    }

    /** All entries, as fast as it goes. */
    public static DeadLetterJob all() {
        return ALL;
    }

    /** All entries that match, as fast as it goes. */
    public static DeadLetterJob matching(Predicate<? super DeadLetter> which) {
        return new DeadLetterJob(which, ALL.limit, ALL.perSecond, false, ALL.edit, ALL.listener);
    }

    /** This with a limit. */
    public DeadLetterJob limit(long newLimit) {
        return new DeadLetterJob(which, newLimit, perSecond, dryRun, edit, listener);
    }

    /** This with a rate. */
    public DeadLetterJob perSecond(double newPerSecond) {
        return new DeadLetterJob(which, limit, newPerSecond, dryRun, edit, listener);
    }

    /** This, only counting or not. */
    public DeadLetterJob dryRun(boolean only) {
        return new DeadLetterJob(which, limit, perSecond, only, edit, listener);
    }

    /** This with another edit. */
    public DeadLetterJob editing(UnaryOperator<Message<byte[]>> newEdit) {
        return new DeadLetterJob(which, limit, perSecond, dryRun, newEdit, listener);
    }

    /** This with another listener. */
    public DeadLetterJob onProgress(Consumer<? super DeadLetterProgress> newListener) {
        return new DeadLetterJob(which, limit, perSecond, dryRun, edit, newListener);
    }
}
