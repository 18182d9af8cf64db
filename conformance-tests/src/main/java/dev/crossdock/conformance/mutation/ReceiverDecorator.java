package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;

/** A receiver that does what another one does; a mutant changes one method. */
public class ReceiverDecorator implements Receiver {
    /** The sound one. */
    protected final Receiver sound;

    /** Decorates a sound one. */
    public ReceiverDecorator(Receiver sound) {
        this.sound = sound;
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        return sound.receive(max, wait);
    }

    @Override
    public void wakeup() {
        sound.wakeup();
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        sound.accept(deliveries);
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        sound.release(deliveries, delay);
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        sound.giveBack(deliveries);
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        sound.renew(deliveries);
    }

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        return sound.hold(delivery, attemptsMade);
    }

    @Override
    public void close() throws Exception {
        sound.close();
    }
}
