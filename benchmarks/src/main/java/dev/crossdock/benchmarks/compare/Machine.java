package dev.crossdock.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What it was measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                "%d × %s, %d GiB, %s %s, client and broker together",
                system.getAvailableProcessors(),
                processor(system.getArch()),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                system.getName(),
                release(system.getVersion()));
    }

    static String java(List<String> options) {
        return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                + String.join(" ", options);
    }

    /** What comes behind says who has built the kernel, and changes while nothing else does. */
    private static String release(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    private static String processor(String otherwise) {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
