package dev.crossdock.conformance.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of a worker and the two pipes to it. Thread-safe.
 *
 * <p>One thread reads and another one waits to hand on, so that reading comes to its end while nobody may write anything
 * down.
 */
final class WorkerProcess {
    private static final int LAST_WORDS = 40;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What it said; nothing at its end. */
    record Word(@Nullable Report report) {}

    private final String name;
    private final Process process;
    private final Queue<Word> words = new ConcurrentLinkedQueue<>();
    private final Semaphore heard = new Semaphore(0);
    private final CountDownLatch allRead = new CountDownLatch(1);
    private final Deque<String> printed = new ArrayDeque<>();
    private final Consumer<String> eavesdropper;

    /**
     * Starts it.
     *
     * @param eavesdropper is given each line that is not meant for the parent
     */
    WorkerProcess(String name, WorkerPlan plan, @Nullable Consumer<String> eavesdropper) throws IOException {
        this.name = name;
        this.eavesdropper = eavesdropper == null ? line -> {} : eavesdropper;
        // Who listens wants to hear what is logged by default, and not only what this suite lets through.
        this.process = eavesdropper == null
                ? JavaProcess.start(WorkerMain.class)
                : JavaProcess.start(WorkerMain.class, "-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        write(plan);
        thread("reads-" + name, this::read).start();
    }

    /** Calls the listener at least as often as there are words to be taken. */
    void listen(Runnable listener) {
        thread("writes-down-" + name, () -> {
                    while (allRead.getCount() > 0 || !words.isEmpty()) {
                        heard.acquireUninterruptibly();
                        listener.run();
                    }
                })
                .start();
    }

    /** The next word that nobody has taken; {@code null} if there is none by now. */
    @Nullable Word nextWord() {
        return words.poll();
    }

    void answer(long call, @Nullable Act act) {
        write(new Answer(call, act));
    }

    // By the handle, because a process that is ended by its own methods has its pipes closed with what is in them.
    void kill() {
        process.toHandle().destroyForcibly();
    }

    void terminate() {
        process.toHandle().destroy();
    }

    void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0 && process.isAlive()) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was sent " + signal, e);
        }
    }

    /** What the system says of it: {@code T} if it is stopped; empty if it is gone. */
    String state() {
        try {
            Process asked = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process is gone and everything that it said has been read; {@code false} if it takes too long. */
    boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    && allRead.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was to end", e);
        }
    }

    /** What it printed last that was not meant for its parent. */
    String lastWords() {
        synchronized (printed) {
            return printed.isEmpty() ? " nothing" : "\n    " + String.join("\n    ", printed);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Report.MARK)) {
                    say(new Word(JSON.readValue(line.substring(Report.MARK.length()), Report.class)));
                } else if (!line.isEmpty()) {
                    keep(line);
                }
            }
        } catch (IOException | RuntimeException e) {
            keep(e.toString());
        } finally {
            words.add(new Word(null));
            allRead.countDown();
            heard.release();
        }
    }

    private void say(Word word) {
        words.add(word);
        heard.release();
    }

    private void keep(String line) {
        eavesdropper.accept(line);
        synchronized (printed) {
            printed.addLast(line);
            if (printed.size() > LAST_WORDS) {
                printed.removeFirst();
            }
        }
    }

    private synchronized void write(Object line) {
        try {
            process.getOutputStream().write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // It is gone, which it will be found to be.
            keep(e.toString());
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
