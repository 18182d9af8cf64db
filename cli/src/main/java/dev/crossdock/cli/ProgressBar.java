package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetterProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/** Shows how far a long job is, on a terminal and nowhere else. Used by one thread. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintWriter err;
    private final boolean shown;
    private long next = System.nanoTime();

    ProgressBar(Output output) {
        this.err = output.err();
        this.shown = Terminal.find() != null && !output.isJson();
    }

    void show(DeadLetterProgress progress) {
        boolean due = System.nanoTime() - next >= 0;
        if (!shown || !(due || progress.complete())) {
            return;
        }
        next = System.nanoTime() + PAUSE_NANOS;
        err.print("\r" + line(progress));
        if (progress.complete()) {
            err.println();
        }
        err.flush();
    }

    static String line(DeadLetterProgress progress) {
        String numbers =
                progress.done() + " done, " + progress.matched() + " meant, " + progress.looked() + " looked at";
        OptionalLong total = progress.total();
        if (total.isEmpty() || total.getAsLong() == 0) {
            return numbers;
        }
        long of = total.getAsLong();
        int full = (int) Math.min(WIDTH, WIDTH * progress.looked() / of);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + numbers + " of " + of;
    }
}
