package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lanes in which messages wait: made before the first is sent there, and again when somebody has deleted one. Thread-safe. */
final class Lanes {
    private final Transport transport;
    private final Failures failures;
    private final Topology topology;
    private final Set<Address.DelayLane> made = ConcurrentHashMap.newKeySet();

    Lanes(Transport transport, Failures failures, Provisioning provisioning) {
        this.transport = transport;
        this.failures = failures;
        this.topology = new Topology(provisioning, Ordering.UNORDERED, StartFrom.NOW);
    }

    /** Makes sure, once, that a lane exists. */
    void provide(Address.DelayLane lane) throws Exception {
        if (!made.contains(lane)) {
            transport.provision(lane, topology);
            made.add(lane);
        }
    }

    /** The answers of a lane: one that is not there any more is made again before the next message. */
    SendListener watched(Address.DelayLane lane, SendListener answers) {
        return new SendListener() {
            @Override
            public void confirmed(int index) {
                answers.confirmed(index);
            }

            @Override
            public void rejected(int index, Throwable cause) {
                MessagingException failure = failures.rejected("Sending to " + Destination.describe(lane), cause);
                // Before anybody is told, who may send again at once.
                if (failure.code() == ErrorCode.NOT_FOUND) {
                    made.remove(lane);
                }
                answers.rejected(index, failure);
            }

            @Override
            public void unknown(int index, Throwable cause) {
                answers.unknown(index, cause);
            }
        };
    }
}
