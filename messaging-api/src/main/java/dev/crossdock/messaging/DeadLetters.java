package dev.crossdock.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The dead letters of one group of one topic, and what an operator does with them. Thread-safe; not for implementation
 * by users.
 *
 * <p>A redrive sends a message back to the group that could not handle it, and to no other, with its id, key, body and
 * headers as they were and its attempts counted from 1. The copy is confirmed by the broker before the dead letter is
 * removed: a crash in between leaves a duplicate of the same id, never a loss.
 *
 * <p>Operations that go over many entries see those that were there when they began, so that a message which fails again
 * at once is not taken up twice. Two of them at a time on one group may each see a part. Every method throws
 * {@link MessagingException} if the broker cannot do its part; what was done until then stays done.
 */
public interface DeadLetters {
    /** How many there are now; an estimate where the broker has no exact number. */
    long count();

    /** How many there are now, and whether that is exact; quick even where a broker has to be asked entry by entry. */
    default DeadLetterCount counted() {
        return new DeadLetterCount(count(), true);
    }

    /**
     * The oldest entries, in the order in which they arrived. Changes neither count, order nor attempts; on a broker
     * that cannot look without taking, others see them a moment later.
     *
     * @param limit at most so many
     */
    List<DeadLetter> browse(int limit);

    /** One entry by its {@linkplain DeadLetter#entryId() entry id} or message id. */
    Optional<DeadLetter> find(String id);

    /** Sends one entry back, by its entry id or message id; {@code false} if it is not there. */
    boolean redrive(String id);

    /** Sends back all entries that match; the number of them. */
    int redrive(Predicate<? super DeadLetter> which);

    /** Sends back all entries; the number of them. */
    default int redriveAll() {
        return redrive(dead -> true);
    }

    /**
     * Sends one entry back changed, by its entry id or message id; {@code false} if it is not there. Its id stays, so that a
     * consumer that has handled it before knows it.
     *
     * @param edit as in {@link DeadLetterJob}
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the edit throws, changes the id, or makes what
     *     may not be published; then nothing has happened
     */
    default boolean redrive(String id, UnaryOperator<Message<byte[]>> edit) {
        throw new MessagingException(
                ErrorCode.UNSUPPORTED, "Wanted to edit, found a " + getClass().getName() + ", which cannot");
    }

    /**
     * Sends entries back. What fails again at once stays for another job. A job that was interrupted, or whose process died,
     * is begun anew: what has been sent back already is not there any more.
     *
     * @return how it ended
     */
    default DeadLetterProgress redrive(DeadLetterJob job) {
        throw new MessagingException(
                ErrorCode.UNSUPPORTED,
                "Wanted to run a job, found a " + getClass().getName() + ", which has none");
    }

    /** Removes entries for good; how it ended. */
    default DeadLetterProgress discard(DeadLetterJob job) {
        throw new MessagingException(
                ErrorCode.UNSUPPORTED,
                "Wanted to run a job, found a " + getClass().getName() + ", which has none");
    }

    /** Removes one entry for good, by its entry id or message id; {@code false} if it is not there. */
    boolean discard(String id);

    /** Removes all entries that match for good; the number of them. */
    int discard(Predicate<? super DeadLetter> which);

    /** Removes for good what became a dead letter longer ago than this; the number of them. */
    int purgeOlderThan(Duration age);
}
