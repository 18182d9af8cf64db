package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/** What a broker that nobody asks has lent, for the first time. */
record Loan(WireMessage message) implements WireDelivery {
    /** A message in hand whose body is its number. */
    static InFlight message(Session session, @Nullable String key, int number) {
        return new InFlight(new Loan(new WireMessage(new byte[] {(byte) number}, key, Headers.empty())), session);
    }

    @Override
    public int deliveryCount() {
        return 1;
    }

    @Override
    public String source() {
        return "";
    }
}
