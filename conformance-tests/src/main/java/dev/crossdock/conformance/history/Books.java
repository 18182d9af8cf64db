package dev.crossdock.conformance.history;

/**
 * Everything that a scenario is judged by.
 *
 * @param history what happened
 * @param claims what was asked for
 * @param tally what observers were told
 */
public record Books(History history, Claims claims, Tally tally) {}
