package dev.crossdock.conformance.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Another JVM that claims one key of a store, and can be killed and suspended while it holds it. Not thread-safe. */
public final class StoreProcess implements AutoCloseable {
    private static final long SECONDS_TO_DIE = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedReader answers;

    private StoreProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it; returns when it has opened the store of a configuration. */
    public static StoreProcess start(Map<String, String> configuration) throws IOException {
        StoreProcess started = new StoreProcess(JavaProcess.start(StoreMain.class));
        started.ask(JSON.writeValueAsString(new TreeMap<>(configuration)));
        return started;
    }

    /**
     * Claims a key.
     *
     * @return its token
     */
    public long claim(String scope, String key, Duration lease) throws IOException {
        return Long.parseLong(ask("claim " + lease.toMillis() + " " + scope + " " + key));
    }

    /** Renews its claim. */
    public boolean renew(Duration lease) throws IOException {
        return Boolean.parseBoolean(ask("renew " + lease.toMillis()));
    }

    /** Completes its claim. */
    public boolean complete(Duration retention) throws IOException {
        return Boolean.parseBoolean(ask("complete " + retention.toMillis()));
    }

    /** Gives its claim back. */
    public void release() throws IOException {
        ask("release 0");
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        if (!process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)) {
            throw new IllegalStateException("wanted the process to be gone, found that it lives");
        }
    }

    /** Stops it as SIGSTOP does: it goes on living and does nothing. */
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + signal + " ended with " + exit);
        }
    }

    private String ask(String question) throws IOException {
        process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        StringBuilder printed = new StringBuilder();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(StoreMain.MARK)) {
                return line.substring(StoreMain.MARK.length());
            }
            printed.append(line).append('\n');
        }
        throw new IllegalStateException("the process gave no answer: " + printed);
    }
}
