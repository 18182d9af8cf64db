package dev.crossdock.benchmarks.growth;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What this process does while nobody asks anything of it. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Cpu() {}

    /** How much of one core it uses. */
    static double whileWaiting(int seconds) throws InterruptedException {
        long cpu = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (SYSTEM.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - began);
    }
}
