package dev.crossdock.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchTest {
    private static final Work WORK = new Work("topic", 100, false, false, 1, 2, 10);

    @Test
    void aBacklogIsConsumedByTheConsumerThatWasThereBefore() throws Exception {
        Queue queue = new Queue();
        Bench bench = new Bench(queue, WORK);
        for (int round = 0; round < 2; round++) {
            assertThat(bench.publish(50).messages()).isEqualTo(50);
            assertThat(bench.consume().messages()).isEqualTo(50 - WORK.prefetch());
        }
        bench.close();

        assertThat(queue.opened).isOne();
        assertThat(queue.messages).isEmpty();
    }

    @Test
    void oneWhosePublishingHasFailedCanBeClosed() throws Exception {
        Queue queue = new Queue();
        Bench bench = new Bench(queue, WORK);
        bench.publish(50);
        bench.consume();
        queue.failAfter = 10;

        assertThatThrownBy(() -> bench.publish(50)).hasMessage("away");
        bench.close();

        assertThat(queue.closed).isTrue();
    }

    /** A broker in miniature; its consumer ends when its handler has returned, as real ones do. */
    private static final class Queue implements Subject {
        private final LinkedBlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        private int failAfter = Integer.MAX_VALUE;
        private int opened;
        private boolean closed;

        @Override
        public void publish(Load load) throws Exception {
            for (int i = 0; load.next(); i++) {
                if (i == failAfter) {
                    throw new IllegalStateException("away");
                }
                messages.add(load.body());
            }
        }

        @Override
        public Consuming consume(Handler handler) {
            opened++;
            Thread consumer = new Thread(() -> {
                byte[] next = take();
                while (next.length > 0) {
                    handler.handle(next);
                    next = take();
                }
            });
            consumer.start();
            return () -> {
                messages.add(new byte[0]);
                consumer.join();
            };
        }

        @Override
        public void close() {
            closed = true;
        }

        private byte[] take() {
            try {
                return messages.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
