package dev.crossdock.messaging;

import java.util.OptionalLong;

/**
 * How far a {@link DeadLetterJob} is, or was when it ended. Immutable.
 *
 * @param looked how many entries were looked at
 * @param matched how many of them were meant
 * @param done how many were dealt with; copies of an entry count once, and in a dry run there are none
 * @param total how many there were when it began, if the broker had counted them
 * @param complete whether it has come to its end: to the last entry that was there when it began, or to its limit
 */
public record DeadLetterProgress(long looked, long matched, long done, OptionalLong total, boolean complete) {}
