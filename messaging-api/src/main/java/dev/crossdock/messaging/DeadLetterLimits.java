package dev.crossdock.messaging;

import java.time.Duration;
import java.util.Objects;

/**
 * When somebody ought to look at the dead letters of a group. Immutable; a number is within its limit until it is greater.
 *
 * <pre>{@code
 * messaging.consume(ORDERS, "billing")
 *         .deadLetterLimits(DeadLetterLimits.none().messages(100).age(Duration.ofDays(1)))
 *         .handle(...);
 * }</pre>
 *
 * <p>While one is exceeded, each look gives a {@link MessagingEvent.DeadLettersOverLimit}. Every consumer that was told a
 * limit looks for itself, so that an alarm does not end with one of the processes.
 *
 * @param messages how many there may be; {@link Long#MAX_VALUE} without a limit
 * @param growth by how many there may be more than at the look before; {@link Long#MAX_VALUE} without a limit
 * @param age how long ago the oldest may have died; {@link #ANY_AGE} without a limit. Where a broker cannot show a message
 *     without lending it, each look at the age borrows: the oldest, or all of them where the broker keeps no order, as
 *     standard queues of SQS
 * @param every how much time lies between two looks; at least {@link #OFTENEST}
 */
public record DeadLetterLimits(long messages, long growth, Duration age, Duration every) {
    /** No limit of age. */
    public static final Duration ANY_AGE = Duration.ofSeconds(Long.MAX_VALUE);

    /** The shortest time between two looks. */
    public static final Duration OFTENEST = Duration.ofMillis(100);

    private static final DeadLetterLimits NONE =
            new DeadLetterLimits(Long.MAX_VALUE, Long.MAX_VALUE, ANY_AGE, Duration.ofMinutes(1));

    /** Which limit. */
    public enum Limit {
        /** {@link DeadLetterLimits#messages()}. */
        MESSAGES,
        /** {@link DeadLetterLimits#growth()}. */
        GROWTH,
        /** {@link DeadLetterLimits#age()}. */
        AGE
    }

    /**
     * Checks the numbers.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if one is negative, or looks were too frequent
     */
    public DeadLetterLimits {
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(every, "every");
        check(messages >= 0, "messages are 0 or more", messages);
        check(growth >= 0, "growth is 0 or more", growth);
        check(!age.isNegative(), "age is not negative", age);
        check(every.compareTo(OFTENEST) >= 0, "looks are at least " + OFTENEST + " apart", every);
    }

    /** No limits, and a look every minute as soon as there is one. */
    public static DeadLetterLimits none() {
        return NONE;
    }

    /** Whether nothing is limited, so that nobody has to look. */
    public boolean areNone() {
        return messages == Long.MAX_VALUE && growth == Long.MAX_VALUE && age.equals(ANY_AGE);
    }

    /** These with another number of messages. */
    public DeadLetterLimits messages(long most) {
        return new DeadLetterLimits(most, growth, age, every);
    }

    /** These with another growth. */
    public DeadLetterLimits growth(long most) {
        return new DeadLetterLimits(messages, most, age, every);
    }

    /** These with another age. */
    public DeadLetterLimits age(Duration oldest) {
        return new DeadLetterLimits(messages, growth, oldest, every);
    }

    /** These with another time between two looks. */
    public DeadLetterLimits every(Duration pause) {
        return new DeadLetterLimits(messages, growth, age, pause);
    }

    private static void check(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "Of limits of dead letters, " + rule + "; found " + found);
        }
    }
}
