package dev.crossdock.conformance.soak;

/**
 * A fault that is to come.
 *
 * @param at after how many confirms
 * @param blow what
 * @param target which group or member is hit, where there is a choice
 * @param amount how long, in ms, or after how many bytes
 */
public record PlannedFault(int at, Blow blow, int target, int amount) {
    @Override
    public String toString() {
        return "after " + at + " confirms: " + blow + " target=" + target + " amount=" + amount;
    }
}
