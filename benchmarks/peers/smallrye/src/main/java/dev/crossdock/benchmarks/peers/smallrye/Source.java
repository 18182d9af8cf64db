package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Work;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** What publishes. */
@ApplicationScoped
public class Source {
    // As many as may be under way: the emitter itself never has to refuse one.
    @Inject
    @Channel(Settings.OUT)
    @OnOverflow(value = OnOverflow.Strategy.UNBOUNDED_BUFFER)
    Emitter<byte[]> emitter;

    @Inject
    OutgoingHeaders headers;

    /** Sends, and tells when it was stored, or why not. */
    public void send(byte[] body, Consumer<Throwable> answered) {
        emitter.send(Message.of(
                body,
                Metadata.of(headers.metadata(Labels.id(), Labels.now(), Work.CONTENT_TYPE)),
                () -> {
                    answered.accept(null);
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    answered.accept(reason);
                    return CompletableFuture.completedFuture(null);
                }));
    }
}
