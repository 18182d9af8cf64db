package dev.crossdock.messaging;

/**
 * Something about a group's topology that will hurt later, or that cannot be seen. Immutable.
 *
 * @param severity how bad it is
 * @param code what it is, for programs: short, stable, of small letters and dashes, such as {@code delivery-limit}
 * @param about what it is about, for people, to be put behind an article
 * @param text what was found and what is possible, for people
 */
public record TopologyFinding(Severity severity, String code, String about, String text) {
    /** How bad a finding is, the worst first. */
    public enum Severity {
        /** Messages are lost, or nothing works. */
        ERROR,
        /** Messages can be lost or stand still in a situation that is to be expected one day. */
        WARNING,
        /** Good to know. */
        NOTE
    }
}
