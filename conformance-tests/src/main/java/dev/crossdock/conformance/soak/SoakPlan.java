package dev.crossdock.conformance.soak;

import java.time.Duration;

/**
 * What a soak is asked for. Two soaks of equal plans publish equal messages and meet equal faults after equally many
 * confirms.
 *
 * @param seed of all random choices
 * @param messages how many are to be confirmed
 * @param publishers how many programs publish
 * @param brokerKills how often the broker is killed
 * @param brokerPauses how often it answers nothing for a while
 * @param consumerKills how many processes of consumers are killed with handlers at work
 * @param freezes how many are stopped for longer than a lease, and go on then
 * @param replacements how many are asked to end and replaced
 * @param cuts how often the way to the broker is broken
 * @param redrives how often a part of the dead letters is sent back
 * @param inFlight how many confirmed messages may wait for their end in the slowest group; publishers wait beyond
 * @param limit when to stop publishing at the latest
 */
public record SoakPlan(
        long seed,
        int messages,
        int publishers,
        int brokerKills,
        int brokerPauses,
        int consumerKills,
        int freezes,
        int replacements,
        int cuts,
        int redrives,
        int inFlight,
        Duration limit) {
    private static final String PREFIX = "crossdock.soak.";

    /**
     * The plan that the system properties {@code crossdock.soak.*} describe: {@code seed}, {@code messages}, {@code
     * publishers}, {@code broker-kills}, {@code broker-pauses}, {@code consumer-kills}, {@code freezes}, {@code
     * replacements}, {@code cuts}, {@code redrives}, {@code in-flight}, {@code minutes}.
     */
    public static SoakPlan fromSystemProperties() {
        return new SoakPlan(
                Long.getLong(PREFIX + "seed", 20_260_101L),
                number("messages", 100_000),
                number("publishers", 8),
                number("broker-kills", 20),
                number("broker-pauses", 2),
                number("consumer-kills", 20),
                number("freezes", 4),
                number("replacements", 4),
                number("cuts", 12),
                number("redrives", 4),
                number("in-flight", 2_000),
                Duration.ofMinutes(number("minutes", 60)));
    }

    private static int number(String name, int otherwise) {
        return Integer.getInteger(PREFIX + name, otherwise);
    }

    /** The options with which a run of this plan is repeated. */
    public String options() {
        return "-D" + PREFIX + "seed=" + seed + " -D" + PREFIX + "messages=" + messages + " -D" + PREFIX + "publishers="
                + publishers + " -D" + PREFIX + "broker-kills=" + brokerKills + " -D" + PREFIX + "broker-pauses="
                + brokerPauses + " -D" + PREFIX + "consumer-kills=" + consumerKills + " -D" + PREFIX + "freezes="
                + freezes + " -D" + PREFIX + "replacements=" + replacements + " -D" + PREFIX + "cuts=" + cuts + " -D"
                + PREFIX + "redrives=" + redrives + " -D" + PREFIX + "in-flight=" + inFlight + " -D" + PREFIX
                + "minutes=" + limit.toMinutes();
    }
}
