package dev.crossdock.conformance;

/**
 * How one scenario ended on one transport.
 *
 * @param id the entry of the catalogue
 * @param outcome how it ended
 * @param millis how long it took
 * @param code what did not hold, such as {@code B01.lost}; empty if everything did
 * @param message a text for people
 */
public record ScenarioResult(String id, Outcome outcome, long millis, String code, String message) {}
