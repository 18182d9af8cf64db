package dev.crossdock.benchmarks.worker;

import java.io.Serializable;

/** What a worker answers. */
public sealed interface Answer extends Serializable {
    /** It is done, and nothing was measured. */
    record Done() implements Answer {}

    /**
     * What a step took.
     *
     * @param cpuNanos CPU time of the whole process, garbage collection and compilation included
     * @param allocatedBytes what all its threads have allocated
     * @param compilingNanos how long its compiler's threads were at work, together
     */
    record Measured(int messages, long nanos, long cpuNanos, long allocatedBytes, long compilingNanos)
            implements Answer {
        /** Messages per second. */
        public double rate() {
            return messages * 1e9 / nanos;
        }

        /** Microseconds of CPU per message. */
        public double cpuMicros() {
            return cpuNanos / 1e3 / messages;
        }

        /** How much of the time a thread was compiling; more than 1 if several were. */
        public double compiling() {
            return (double) compilingNanos / nanos;
        }

        /** Bytes allocated per message. */
        public double bytes() {
            return (double) allocatedBytes / messages;
        }
    }

    /**
     * From the moment when a message was due to be published until its handler had it, in microseconds.
     *
     * @param perSecond how many were handled per second
     */
    record Latencies(double perSecond, double p50, double p99, double p999, double worst) implements Answer {}

    /** What it takes at rest. */
    record Rested(Footprint footprint) implements Answer {}

    /** It could not be done. */
    record Failed(String reason) implements Answer {}
}
