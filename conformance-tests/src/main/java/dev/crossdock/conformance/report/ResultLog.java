package dev.crossdock.conformance.report;

import dev.crossdock.conformance.FaultSelection;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.TransportIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of one run, on disk as soon as they are known, so that a process that dies leaves what it had. Thread-safe.
 */
public final class ResultLog {
    /** Where the parts of a report are collected. */
    static final Path PARTS = Path.of(System.getProperty("crossdock.conformance.parts", "target/conformance/parts"));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final TransportIdentity identity;
    private final boolean partial;
    private final FaultSelection faults;
    private final List<ScenarioResult> results = new ArrayList<>();

    private ResultLog(TransportIdentity identity, boolean partial, FaultSelection faults) {
        this.identity = identity;
        this.partial = partial;
        this.faults = faults;
        this.file = PARTS.resolve("run-" + identity.mode().replaceAll("[^A-Za-z0-9-]", "_") + ".json");
    }

    /** Begins the log of a run; what an earlier run of the same mode has left is gone. */
    public static ResultLog begin(TransportIdentity identity, boolean partial, FaultSelection faults) {
        ResultLog log = new ResultLog(identity, partial, faults);
        log.write();
        return log;
    }

    /** Adds a result. */
    public synchronized void add(ScenarioResult result) {
        results.add(result);
        write();
    }

    private void write() {
        Part part = new Part(
                identity.transport(),
                identity.mode(),
                identity.broker(),
                identity.embedded(),
                partial,
                faults,
                List.copyOf(results));
        write(file, part);
    }

    static void write(Path file, Object value) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in the file of one run. */
    record Part(
            String transport,
            String mode,
            String broker,
            boolean embedded,
            boolean partial,
            FaultSelection faults,
            List<ScenarioResult> results) {}
}
