package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Result;
import java.util.List;

/**
 * Who is compared.
 *
 * @param name as in results: {@link Result#NATIVE}, {@link Result#CROSSDOCK}, or a peer's
 * @param classPath where its classes are
 * @param provider the class that opens it
 */
record Candidate(String name, String classPath, String provider) {
    /** What is always there, from the class path of this process. */
    static List<Candidate> own() {
        String classPath = System.getProperty("java.class.path");
        return List.of(
                new Candidate(Result.NATIVE, classPath, "dev.crossdock.benchmarks.twin.Twins"),
                new Candidate(Result.CROSSDOCK, classPath, "dev.crossdock.benchmarks.library.Crossdock"));
    }

    /** From {@code name=provider=class path}. */
    static Candidate parse(String text) {
        String[] parts = text.split("=", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("wanted name=provider=class path, found " + text);
        }
        return new Candidate(parts[0], parts[2], parts[1]);
    }
}
