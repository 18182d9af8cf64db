package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes that a broker does not take, all of them ended.
 *
 * @param took from the beginning of the first one to the end of the last one
 */
record InVain(List<CompletableFuture<Void>> publishes, Duration took) {
    /** Publishes so many messages of a body at once, and waits until all have ended, however they do. */
    static InVain publish(Stage stage, Program program, Topic<byte[]> topic, int messages, byte[] body)
            throws InterruptedException {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            publishes.add(program.publishAsync(topic, Message.of(body)).toCompletableFuture());
        }
        stage.await("ends", "all publishes to end", () -> publishes.stream().allMatch(CompletableFuture::isDone));
        return new InVain(publishes, Duration.ofNanos(System.nanoTime() - began));
    }

    /** How many were not confirmed. */
    int failed() {
        return (int) publishes.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
    }
}
