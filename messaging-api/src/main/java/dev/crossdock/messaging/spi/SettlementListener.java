package dev.crossdock.messaging.spi;

/** Is told when a loan ended otherwise than the engine meant. Called by the receiver's thread or any other. */
public interface SettlementListener {
    /**
     * The broker has taken the message back: its lease ran out, its session was lost, its partition moved. Settling it
     * has no effect from now on.
     */
    void lost(WireDelivery delivery);
}
