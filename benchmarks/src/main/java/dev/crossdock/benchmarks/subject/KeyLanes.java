package dev.crossdock.benchmarks.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Several threads of which one has all messages of a key: how one keeps an order by hand where the client has none. */
public final class KeyLanes {
    private final List<ExecutorService> lanes = new ArrayList<>();

    /** With so many threads. */
    public KeyLanes(int threads) {
        for (int i = 0; i < threads; i++) {
            lanes.add(Executors.newSingleThreadExecutor());
        }
    }

    /** Does it after everything that was given before with the same key. */
    public void execute(@Nullable String key, Runnable work) {
        int hash = key == null ? 0 : key.hashCode();
        lanes.get(Math.floorMod(hash ^ hash >>> 16, lanes.size())).execute(work);
    }

    /** Returns when everything is done. */
    public void end() throws InterruptedException {
        for (ExecutorService lane : lanes) {
            lane.shutdown();
        }
        for (ExecutorService lane : lanes) {
            if (!lane.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("wanted an end of all handlers, found one that runs");
            }
        }
    }
}
