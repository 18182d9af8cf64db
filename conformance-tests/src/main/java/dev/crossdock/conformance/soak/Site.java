package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.List;

/** Everything that faults happen to. */
record Site(TransportHarness harness, Topic<byte[]> topic, List<Crew> crews, Books books, Progress progress) {
    History history() {
        return books.history();
    }

    Link link() {
        return harness.detour().link();
    }

    Duration patience() {
        return harness.timings().patience();
    }

    List<String> groups() {
        return crews.stream().map(Crew::group).toList();
    }

    /** Writes down that something is broken from now on, or that it is whole. */
    void tell(Kind kind, String what) {
        history().add(kind, "", "", "", "", null, 0, "", what);
    }

    /** Lets time pass, whatever happens. */
    void linger(Duration time) throws InterruptedException {
        boolean unused = history().await(() -> false, time);
    }
}
