package dev.crossdock.benchmarks.worker;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;

/**
 * What this process takes right now.
 *
 * @param heapBytes memory in use after a collection
 */
public record Footprint(long heapBytes, int threads, int sockets) implements Serializable {
    /** Collects, and counts. */
    public static Footprint now() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new Footprint(
                runtime.totalMemory() - runtime.freeMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openSockets());
    }

    private static int openSockets() {
        File[] open = new File("/proc/self/fd").listFiles();
        int sockets = 0;
        for (File descriptor : open == null ? new File[0] : open) {
            sockets += isSocket(descriptor) ? 1 : 0;
        }
        return sockets;
    }

    private static boolean isSocket(File descriptor) {
        try {
            return Files.readSymbolicLink(descriptor.toPath()).toString().startsWith("socket:");
        } catch (IOException e) {
            // It was closed meanwhile.
            return false;
        }
    }
}
