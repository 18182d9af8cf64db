package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.Labels;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.pulsar.PulsarOutgoingMessageMetadata;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The headers that all send, by each connector's own means. */
@ApplicationScoped
public class OutgoingHeaders {
    private static final String CONTENT_TYPE = "content-type";

    @Inject
    @ConfigProperty(name = "mp.messaging.outgoing." + Settings.OUT + ".connector")
    String connector;

    // Public, because it is called through a proxy.
    public Object metadata(String id, String publishedAt, String contentType) {
        return switch (connector) {
            case "smallrye-kafka" -> OutgoingKafkaRecordMetadata.builder()
                    .withHeaders(List.of(
                            header(Labels.ID, id), header(Labels.PUBLISHED_AT, publishedAt), header(CONTENT_TYPE, contentType)))
                    .build();
            case "smallrye-rabbitmq" -> OutgoingRabbitMQMetadata.builder()
                    .withHeaders(Map.of(Labels.ID, id, Labels.PUBLISHED_AT, publishedAt))
                    .withMessageId(id)
                    .withContentType(contentType)
                    .withDeliveryMode(2)
                    .build();
            case "smallrye-pulsar" -> PulsarOutgoingMessageMetadata.builder()
                    .withProperties(Map.of(Labels.ID, id, Labels.PUBLISHED_AT, publishedAt, CONTENT_TYPE, contentType))
                    .build();
            default -> throw new IllegalStateException("wanted a connector that is known, found " + connector);
        };
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
