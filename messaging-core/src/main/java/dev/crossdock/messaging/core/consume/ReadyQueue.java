package dev.crossdock.messaging.core.consume;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Messages whose turn has come, in batches as they were received. Any thread adds and takes; taking costs one atomic
 * increment and no object. Bounded by what the pump fetches.
 */
final class ReadyQueue {
    private final ConcurrentLinkedQueue<Batch> batches = new ConcurrentLinkedQueue<>();

    void add(InFlight[] messages, int count) {
        batches.add(new Batch(messages, count));
    }

    void add(InFlight message) {
        batches.add(new Batch(new InFlight[] {message}, 1));
    }

    @Nullable InFlight poll() {
        for (Batch batch = batches.peek(); batch != null; batch = batches.peek()) {
            int index = batch.getAndIncrement();
            if (index < batch.count) {
                if (index == batch.count - 1) {
                    batches.remove(batch);
                }
                return batch.messages[index];
            }
            batches.remove(batch);
        }
        return null;
    }

    boolean isEmpty() {
        Batch batch = batches.peek();
        // A batch that is used up may still be there for the moment in which its last taker removes it.
        return batch == null || (batch.get() >= batch.count && batches.size() <= 1);
    }

    private static final class Batch extends AtomicInteger {
        private static final long serialVersionUID = 1L;

        final transient InFlight[] messages;
        final int count;

        Batch(InFlight[] messages, int count) {
            this.messages = messages;
            this.count = count;
        }
    }
}
