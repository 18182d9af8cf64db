package dev.crossdock.conformance.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which scenarios have killed which mutant, on disk as soon as it is known. Thread-safe. */
public final class MutantLog {
    private final Map<String, Death> deaths = new TreeMap<>();

    private final String name;

    /**
     * Begins a log; what an earlier run has left under this name is gone.
     *
     * @param name tells logs apart that go into the same report: letters and digits
     */
    public MutantLog(String name) {
        this.name = name;
        write();
    }

    /**
     * Adds a mutant that was tried.
     *
     * @param id the mutant
     * @param title what is broken in it
     * @param designated which scenarios have to kill it
     * @param killedBy which did, with what they found
     */
    public synchronized void add(String id, String title, List<String> designated, List<String> killedBy) {
        deaths.put(id, new Death(id, title, List.copyOf(designated), List.copyOf(killedBy)));
        write();
    }

    private void write() {
        ResultLog.write(ResultLog.PARTS.resolve("mutants-" + name + ".json"), List.copyOf(deaths.values()));
    }

    /** How one mutant died. */
    record Death(String id, String title, List<String> designated, List<String> killedBy) {}
}
