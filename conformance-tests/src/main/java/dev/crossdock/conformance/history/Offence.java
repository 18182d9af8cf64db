package dev.crossdock.conformance.history;

import java.util.List;

/**
 * A rule that does not hold.
 *
 * @param rule which one
 * @param message for people
 * @param chain everything that happened to the message in question, in order
 */
public record Offence(Rule rule, String message, List<Event> chain) {
    /** The message, then the story. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rule + ": " + message);
        for (Event event : chain) {
            text.append("\n    ").append(event);
        }
        return text.toString();
    }
}
