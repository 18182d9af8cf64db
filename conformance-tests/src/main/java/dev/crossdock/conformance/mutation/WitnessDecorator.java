package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.Set;

/** A witness that says what another one says. */
class WitnessDecorator implements BrokerWitness {
    protected final BrokerWitness sound;

    WitnessDecorator(BrokerWitness sound) {
        this.sound = sound;
    }

    @Override
    public long depth(Address.Queue queue) {
        return sound.depth(queue);
    }

    @Override
    public long unsettled(Address.Queue queue) {
        return sound.unsettled(queue);
    }

    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        return sound.peek(queue);
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        sound.publishForeign(topic, body);
    }

    @Override
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        sound.publishHostile(topic, messages);
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        sound.buryForeign(queue, body);
    }

    @Override
    public void remove(Address.Queue queue) {
        sound.remove(queue);
    }

    @Override
    public byte[] foreignBody(byte[] body) {
        return sound.foreignBody(body);
    }

    @Override
    public Set<Address> topology(String topic) {
        return sound.topology(topic);
    }

    @Override
    public int connections() {
        return sound.connections();
    }

    @Override
    public int receivers(Address.Queue queue) {
        return sound.receivers(queue);
    }
}
