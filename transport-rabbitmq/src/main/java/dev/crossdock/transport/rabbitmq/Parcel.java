package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;

/** What one send has handed over, and who is told what became of it. */
record Parcel(Route route, List<WireMessage> messages, SendListener listener) {}
