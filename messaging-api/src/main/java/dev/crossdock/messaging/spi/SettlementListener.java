package dev.crossdock.messaging.spi;

import java.util.Collection;
import java.util.List;

/** Is told when a loan ended otherwise than the engine meant. Called by the receiver's thread or any other. */
public interface SettlementListener {
    /**
     * The broker has taken the message back: its lease ran out, its session was lost, its partition moved. Settling it
     * has no effect from now on.
     */
    void lost(WireDelivery delivery);

    /**
     * Some loans are about to end in good order, because a partition moves while the receiver is alive. Called by the
     * receiver's thread, from within a call of the receiver. What no handler has will get none here; those that have one
     * may end within a moment, and are settled; what has been settled is passed on. So the receiver's methods are called
     * from within this one.
     *
     * @return which of them are still being handled: their deliveries count, because an attempt is a started delivery;
     *     those of the others do not
     */
    default Collection<? extends WireDelivery> leaving(Collection<? extends WireDelivery> deliveries) {
        return List.of();
    }
}
