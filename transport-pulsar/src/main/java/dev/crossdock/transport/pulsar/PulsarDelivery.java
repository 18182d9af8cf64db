package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.Map;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/** A message that the broker has given to this receiver. All but what the interface shows is the receiver's thread's. */
final class PulsarDelivery implements WireDelivery {
    final Intake intake;
    final MessageId id;
    final Place place;

    /** How many deliveries were over when this one came, or were noted since. */
    int before;

    /** Whether the engine has it. */
    boolean lent;

    /** The list of what is on loan. */
    @Nullable PulsarDelivery previous;

    @Nullable PulsarDelivery next;

    private final WireMessage message;
    private volatile int deliveryCount = 1;

    PulsarDelivery(Intake intake, MessageId id, Place place, WireMessage message) {
        this.intake = intake;
        this.id = id;
        this.place = place;
        this.message = message;
    }

    /** What is noted of it while it is here. */
    Map.Entry<Place, Integer> begun() {
        return Map.entry(place, before + 1);
    }

    /** It is handed out, for one more delivery. */
    void begin() {
        deliveryCount = before + 1;
    }

    @Override
    public WireMessage message() {
        return message;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String source() {
        String part = place.index() < 0 ? "" : ":" + place.index();
        return intake.topic() + "/" + place.ledger() + ":" + place.entry() + part;
    }
}
