package dev.crossdock.conformance.soak;

import java.util.Map;

/**
 * A fault that was made, and how one knows.
 *
 * @param fault what was planned
 * @param seen whether it was seen to be there
 * @param evidence by what
 * @param resumedMillis how long after the broker or the way to it was whole again each group began to handle something;
 *     empty where that is not asked. A group that did not within the patience is missing
 */
public record Witnessed(PlannedFault fault, boolean seen, String evidence, Map<String, Long> resumedMillis) {
    Witnessed(PlannedFault fault, boolean seen, String evidence) {
        this(fault, seen, evidence, Map.of());
    }
}
