package dev.crossdock.conformance.process;

import org.jspecify.annotations.Nullable;

/**
 * A line that a worker reads.
 *
 * @param call which call of the handler
 * @param act what it does now; none after its end, which is written down
 */
record Answer(long call, @Nullable Act act) {}
