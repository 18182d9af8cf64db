package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.pulsar.client.api.PulsarClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WhenSendingFailsTest {
    @ParameterizedTest
    @MethodSource("neverTaken")
    void whatTheClientHasNotTakenIsRejected(Throwable failure) {
        assertThat(PulsarErrors.rejects(new CompletionException(failure))).isTrue();
        assertThat(PulsarErrors.endsProducer(failure)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("endsOfProducers")
    void whatWasUnderWayWhenItsProducerEndedIsUnknownAndTheProducerIsReplaced(Throwable failure) {
        assertThat(PulsarErrors.rejects(failure)).isFalse();
        assertThat(PulsarErrors.endsProducer(new CompletionException(failure))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void whateverElseHappensIsUnknown(Throwable failure) {
        assertThat(PulsarErrors.rejects(failure)).isFalse();
        assertThat(PulsarErrors.endsProducer(failure)).isFalse();
    }

    static Stream<Throwable> neverTaken() {
        return Stream.of(
                new PulsarClientException.InvalidMessageException("x"),
                new PulsarClientException.ProducerQueueIsFullError("x"),
                new PulsarClientException.MemoryBufferIsFullError("x"));
    }

    static Stream<Throwable> endsOfProducers() {
        return Stream.of(
                new PulsarClientException.AlreadyClosedException("x"),
                new PulsarClientException.TopicTerminatedException("x"),
                new PulsarClientException.ProducerFencedException("x"),
                new PulsarClientException.NotFoundException("x"),
                new PulsarClientException.TopicDoesNotExistException("x"));
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new PulsarClientException.AuthorizationException("x"),
                new PulsarClientException.ProducerBlockedQuotaExceededException("x"),
                new PulsarClientException.TimeoutException("x"),
                new PulsarClientException.NotConnectedException(),
                new IllegalStateException());
    }
}
