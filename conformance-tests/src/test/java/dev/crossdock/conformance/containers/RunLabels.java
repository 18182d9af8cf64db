package dev.crossdock.conformance.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Marks a container with the run that owns it, so that {@code ./verify} finds what it has to remove: its own at the end,
 * and those of runs that were killed. {@code conformance-tests/images/sweep} reads the mark.
 */
public final class RunLabels {
    /** The label; its value is {@code <machine>/<process id>/<when the process began>}. */
    static final String OWNER = "dev.crossdock.owner";

    /** Set by {@code ./verify}, which then is the owner. */
    static final String OWNER_VARIABLE = "CROSSDOCK_OWNER";

    private RunLabels() {}

    /** For {@code GenericContainer.withLabels}. */
    public static Map<String, String> ofThisRun() {
        String owner = System.getenv(OWNER_VARIABLE);
        return Map.of(OWNER, owner == null || owner.isEmpty() ? thisProcess() : owner);
    }

    private static String thisProcess() {
        return machine() + "/" + ProcessHandle.current().pid() + "/" + began();
    }

    /** A process id means nothing in another container or on another machine that shares the engine. */
    private static String machine() {
        try {
            String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            String processes =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return host + ":" + processes.replaceAll("[^0-9]", "");
        } catch (IOException | UnsupportedOperationException e) {
            return "unknown";
        }
    }

    /** The 22nd field of the process's state: process ids are used again, this tells one bearer from the next. */
    private static String began() {
        try {
            String state = Files.readString(Path.of("/proc/self/stat"));
            return List.of(state.substring(state.lastIndexOf(')') + 2).split(" ", -1))
                    .get(19);
        } catch (IOException e) {
            return "unknown";
        }
    }
}
