package dev.crossdock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one side has reached, step by step.
 *
 * @param each publishing one by one
 * @param batches publishing in batches
 * @param consume draining what either has left
 */
record Rates(Samples each, Samples batches, Samples consume) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Nothing was measured yet. */
    Rates() {
        this(new Samples(), new Samples(), new Samples());
    }

    /** Measures one round. What a step publishes is drained before the next, so that nobody works beside a backlog. */
    void add(Contender side, int messages) throws Exception {
        measure(each, messages, side::publishEach);
        measureDrain(side, messages);
        measure(batches, messages, side::publishBatches);
        measureDrain(side, messages);
    }

    private void measureDrain(Contender side, int messages) throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        Drained drained = side.drain();
        consume.add(messages, drained.nanos(), SYSTEM.getProcessCpuTime() - cpu);
    }

    private static void measure(Samples samples, int messages, Step step) throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        step.run();
        samples.add(messages, System.nanoTime() - began, SYSTEM.getProcessCpuTime() - cpu);
    }

    /** Something that takes time. */
    private interface Step {
        void run() throws Exception;
    }
}
