package dev.crossdock.conformance.process;

/**
 * A line that a worker reads.
 *
 * @param call which call of the handler
 * @param act what it does now
 */
record Answer(long call, Act act) {}
