package dev.crossdock.benchmarks.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What this process has used up to a moment. */
record Usage(long nanos, long cpuNanos, long allocatedBytes, long compilingNanos) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    static Usage now() {
        long compiling = TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime());
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), Allocation.bytes(), compiling);
    }

    /** From an earlier moment to this one. */
    Answer.Measured since(Usage before, int messages) {
        return new Answer.Measured(
                messages,
                nanos - before.nanos,
                cpuNanos - before.cpuNanos,
                allocatedBytes - before.allocatedBytes,
                compilingNanos - before.compilingNanos);
    }
}
