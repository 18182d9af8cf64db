package dev.crossdock.messaging;

/**
 * How many dead letters there are. Immutable.
 *
 * @param messages the number, copies made by a crash included
 * @param exact whether it is that number; if not, it is what the broker has estimated without looking at them
 */
public record DeadLetterCount(long messages, boolean exact) {}
