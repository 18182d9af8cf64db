package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Work;

/** Messages that no handler gets before they are all published. */
final class Backlog {
    private final Arrivals arrivals;
    private final Gate gate;

    Backlog(int messages, Work work) {
        // What is in hand before the gate opens was not consumed in the time that is measured.
        this.arrivals = new Arrivals(messages, work.prefetch(), work.bodyBytes());
        this.gate = new Gate(arrivals);
    }

    Handler handler() {
        return gate;
    }

    /** Lets all through, whether or not anybody wants to know how fast. */
    void release() {
        gate.open();
    }

    /** Lets all through, and tells how fast that was. */
    Answer.Measured consumed() throws InterruptedException {
        release();
        arrivals.await();
        return arrivals.measured();
    }
}
