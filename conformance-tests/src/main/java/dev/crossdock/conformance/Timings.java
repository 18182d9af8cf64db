package dev.crossdock.conformance;

import java.time.Duration;

/**
 * How long things take on a broker.
 *
 * @param lease the lease that consumers ask for in scenarios; short, so that one that ends is soon seen to end
 * @param quiet how long a scenario keeps listening after its last message; at least twice the lease where leases end
 * @param patience how long anything that must happen may take before the scenario fails
 * @param lateness by how much a delayed message may be late
 */
public record Timings(Duration lease, Duration quiet, Duration patience, Duration lateness) {}
