package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Subject.Consuming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Threads that consume until they are told to end; what one of them throws is thrown at the end. */
final class Loops {
    private Loops() {}

    /** Starts so many; each is over when the flag that it is given says so. */
    static Consuming start(int threads, Loop loop) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        Running running = new Running();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ends.add(executor.submit(() -> {
                loop.run(running);
                return null;
            }));
        }
        executor.shutdown();
        return () -> {
            running.ended = true;
            for (Future<?> end : ends) {
                await(end);
            }
        };
    }

    private static void await(Future<?> end) throws Exception {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** One thread's work. */
    interface Loop {
        void run(BooleanSupplier running) throws Exception;
    }

    private static final class Running implements BooleanSupplier {
        private volatile boolean ended;

        @Override
        public boolean getAsBoolean() {
            return !ended;
        }
    }
}
