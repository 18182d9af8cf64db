package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A receiver that hands out deliveries in a wrapping and takes them back without it. */
final class RewrappingReceiver extends ReceiverDecorator {
    private final UnaryOperator<WireDelivery> wrapping;
    private final Map<WireDelivery, WireDelivery> contents = new ConcurrentHashMap<>();

    RewrappingReceiver(Receiver sound, UnaryOperator<WireDelivery> wrapping) {
        super(sound);
        this.wrapping = wrapping;
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        List<WireDelivery> wrapped = new ArrayList<>();
        for (WireDelivery delivery : sound.receive(max, wait)) {
            WireDelivery wrapper = wrapping.apply(delivery);
            contents.put(wrapper, delivery);
            wrapped.add(wrapper);
        }
        return wrapped;
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        sound.accept(unwrapped(deliveries, true));
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        sound.release(unwrapped(deliveries, true), delay);
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        sound.giveBack(unwrapped(deliveries, true));
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        sound.renew(unwrapped(deliveries, false));
    }

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        return sound.hold(unwrapped(List.of(delivery), false).get(0), attemptsMade);
    }

    private List<WireDelivery> unwrapped(List<? extends WireDelivery> deliveries, boolean last) {
        List<WireDelivery> unwrapped = new ArrayList<>();
        for (WireDelivery delivery : deliveries) {
            WireDelivery content = last ? contents.remove(delivery) : contents.get(delivery);
            if (content != null) {
                unwrapped.add(content);
            }
        }
        return unwrapped;
    }
}
