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
     * What is on loan and being handled now, for a transport that counts deliveries by itself and is about to lose some of
     * them while it is alive: an attempt is a started delivery, and what was not started shall not count. To be asked by
     * the receiver's thread only, from within a call of the receiver.
     */
    default Collection<? extends WireDelivery> begun() {
        return List.of();
    }
}
