package dev.crossdock.benchmarks;

/** A client of a broker without the library, and what all of them do alike: publish within a bound, and wait for answers. */
abstract class BareClient implements Contender {
    final Workload work;
    final Window window;

    BareClient(Workload work) {
        this.work = work;
        this.window = new Window(work.inFlight());
    }

    /** Sends so many messages, each when there is room in the window, and tells the window of the answers. */
    abstract void publish(int messages) throws Exception;

    @Override
    public final void publishEach() throws Exception {
        publish(work.messages());
        window.awaitAll();
    }

    @Override
    public final void publishBatches() throws Exception {
        for (int sent = 0; sent < work.messages(); sent += Workload.BATCH) {
            publish(Workload.BATCH);
            window.awaitAll();
        }
    }
}
