package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.spi.WireDelivery;

/** A dead letter that a {@link Pass} holds. */
record Loan(WireDelivery delivery, Entry entry) {}
