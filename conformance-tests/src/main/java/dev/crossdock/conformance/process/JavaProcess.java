package dev.crossdock.conformance.process;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a JVM with the class path of this one, small and quick to be there. What it prints is one stream. */
final class JavaProcess {
    private JavaProcess() {}

    static Process start(Class<?> main) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
    }
}
