package dev.crossdock.conformance;

import dev.crossdock.conformance.catalogue.Entry;
import java.util.List;

/**
 * What a run plays of the catalogue: everything that can be held or not, and as many of the scenarios with faults, those of
 * tier 2, as it is asked for: they take their time, and many have a broker to themselves.
 */
public enum FaultSelection {
    /** None of them. */
    NONE("none"),
    /** A fixed part, another one on each mode. */
    SHARE("a fixed eighth, another one for each,"),
    /** All of them. */
    ALL("all of them");

    private static final String PROPERTY = "crossdock.conformance.faults";
    private static final int TIER = 2;
    private static final int ONE_IN = 8;

    private final String words;

    FaultSelection(String words) {
        this.words = words;
    }

    /** What the system properties ask for; a share, if they do not say. */
    static FaultSelection fromSystemProperties() {
        String name = System.getProperty(PROPERTY, "share");
        for (FaultSelection each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": wanted one of " + List.of(values()) + " in small letters, found '" + name + "'");
    }

    /** How much that is, for people. */
    public String inWords() {
        return words;
    }

    /** Whether a run of this mode plays this scenario. What is only measured is played elsewhere. */
    public boolean plays(Entry entry, String mode) {
        return entry.tier() < TIER || (entry.tier() == TIER && includes(entry, mode));
    }

    private boolean includes(Entry entry, String mode) {
        return switch (this) {
            case NONE -> false;
            case SHARE -> Math.floorMod((entry.id() + " " + mode).hashCode(), ONE_IN) == 0;
            case ALL -> true;
        };
    }
}
