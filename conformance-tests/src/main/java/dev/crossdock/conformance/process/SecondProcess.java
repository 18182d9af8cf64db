package dev.crossdock.conformance.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Another JVM with the class path of this one, which shares nothing with it but, where it can be reached, the broker. */
public final class SecondProcess {
    private static final Duration START = Duration.ofSeconds(30);

    private SecondProcess() {}

    /**
     * Where messages come to lie if another process sends and receives them; see {@link Places#of}.
     *
     * @throws IllegalStateException with what the process has printed if it gave no answer
     */
    public static Map<String, String> places(
            Map<String, String> configuration, List<Places.Probe> probes, Duration limit) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        byte[] question =
                json.writeValueAsBytes(new PlacesMain.Question(new TreeMap<>(configuration), probes, limit.toMillis()));
        return json.readValue(ask(PlacesMain.class, question, PlacesMain.ANSWER, limit), new TypeReference<>() {});
    }

    /** Runs another process and gives what follows the mark in a line that it has printed. */
    static String ask(Class<?> main, byte[] question, String mark, Duration limit)
            throws IOException, InterruptedException {
        String printed = run(main, question, limit.plus(START));
        return printed.lines()
                .filter(line -> line.startsWith(mark))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the second process gave no answer: " + printed))
                .substring(mark.length());
    }

    private static String run(Class<?> main, byte[] input, Duration limit) throws IOException, InterruptedException {
        Process process = JavaProcess.start(main);
        try {
            CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            try (var toProcess = process.getOutputStream()) {
                toProcess.write(input);
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the second process did not end within " + limit);
            }
            return printed.join();
        } finally {
            process.destroyForcibly();
        }
    }
}
