package dev.crossdock.conformance.process;

import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another JVM that sends the dead letters of a group back, and dies or is killed while it does. What it tells is written
 * into the history. Thread-safe.
 */
public final class RedriveProcess implements AutoCloseable {
    /**
     * When it dies as by {@code kill -9}, by itself; at 0 never.
     *
     * @param chosen at the so many-th dead letter that it chooses, before anything of its batch is sent
     * @param redriven at the so many-th that it is told to have gone back, when all of its batch is sent
     */
    public record Death(int chosen, int redriven) {}

    private final String name;
    private final RedriveMain.Plan plan;
    private final History history;
    private final Process process;
    private final CountDownLatch allRead = new CountDownLatch(1);
    // These change under the history's lock only.
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Set<String> redriven = new LinkedHashSet<>();
    private final StringBuilder printed = new StringBuilder();

    private RedriveProcess(String name, RedriveMain.Plan plan, History history) throws IOException {
        this.name = name;
        this.plan = plan;
        this.history = history;
        this.process = JavaProcess.start(RedriveMain.class);
    }

    /**
     * Starts it.
     *
     * @param name its program's name in the history
     * @param configuration how to reach the broker
     * @param perSecond its rate
     * @param death when it dies
     */
    public static RedriveProcess start(
            String name,
            Map<String, String> configuration,
            String topic,
            String group,
            double perSecond,
            Death death,
            History history)
            throws IOException {
        RedriveMain.Plan plan = new RedriveMain.Plan(new TreeMap<>(configuration), topic, group, perSecond, death);
        RedriveProcess started = new RedriveProcess(name, plan, history);
        Thread reader = new Thread(started::read, "reads-" + name);
        reader.setDaemon(true);
        reader.start();
        try (var input = started.process.getOutputStream()) {
            input.write(JsonMapper.builder().build().writeValueAsBytes(plan));
        }
        return started;
    }

    /** The messages that it has chosen by now: no other one can have gone back. */
    public Set<String> chosen() {
        return copy(chosen);
    }

    /** The messages that it was told to have gone back. */
    public Set<String> redriven() {
        return copy(redriven);
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill(Duration limit) throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitEnd(limit);
    }

    /**
     * Waits until it is gone. What it had chosen and was not told of may have gone back all the same, and all of it may be
     * dead letters still: the history says so from now on.
     */
    public void awaitEnd(Duration limit) throws InterruptedException {
        boolean gone = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                && allRead.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        history.atomically(() -> {
            if (!gone || redriven.isEmpty()) {
                throw new IllegalStateException("wanted " + name + " to end at its work, found "
                        + (gone ? "that it did nothing: " : "that it lives: ") + printed);
            }
            for (String id : chosen) {
                if (!redriven.contains(id)) {
                    add(Kind.REDRIVEN, id, "perhaps");
                }
                add(Kind.PERHAPS_DEAD, id, "");
            }
        });
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String read = line;
                history.atomically(() -> take(read));
            }
        } catch (IOException e) {
            history.atomically(() -> printed.append(e));
        } finally {
            allRead.countDown();
        }
    }

    private void take(String line) {
        if (line.startsWith(RedriveMain.CHOSEN)) {
            chosen.add(line.substring(RedriveMain.CHOSEN.length()));
        } else if (line.startsWith(RedriveMain.REDRIVEN)) {
            String id = line.substring(RedriveMain.REDRIVEN.length());
            redriven.add(id);
            add(Kind.REDRIVEN, id, "");
        } else if (!line.isEmpty()) {
            printed.append(line).append('\n');
        }
    }

    private void add(Kind kind, String messageId, String detail) {
        history.add(kind, name, plan.topic(), plan.group(), messageId, null, 0, "", detail);
    }

    private Set<String> copy(Set<String> ids) {
        Set<String> copy = new LinkedHashSet<>();
        history.atomically(() -> copy.addAll(ids));
        return copy;
    }
}
