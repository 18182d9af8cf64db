package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.Window;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** The Rabbit binder completes the future of a header ({@code useConfirmHeader}). */
record RabbitConfirming(Window window) implements Confirming {
    @Override
    public MessageBuilder<byte[]> prepare(MessageBuilder<byte[]> message) {
        CorrelationData correlation = new CorrelationData();
        correlation.getFuture().whenComplete((confirm, failure) -> window.answered(reason(correlation, confirm, failure)));
        return message.setHeader(AmqpHeaders.PUBLISH_CONFIRM_CORRELATION, correlation);
    }

    private static Throwable reason(CorrelationData correlation, CorrelationData.Confirm confirm, Throwable failure) {
        if (failure != null) {
            return failure;
        }
        if (correlation.getReturned() != null) {
            return new IllegalStateException("returned: " + correlation.getReturned());
        }
        return confirm.ack() ? null : new IllegalStateException("refused: " + confirm.reason());
    }
}
