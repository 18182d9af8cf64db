package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.transport.sqs.SqsTransportProvider;
import java.util.Map;

/** SNS and SQS with topics of one kind. */
public abstract class SqsHarness implements TransportHarness {
    private final SqsServer server = SqsServer.chosen();
    private final boolean fifo;
    private final SqsWitness witness;
    private final Capabilities capabilities;

    private SqsHarness(boolean fifo) {
        this.fifo = fifo;
        this.witness = new SqsWitness(server, fifo);
        try {
            Transport transport = new SqsTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.sqs."), TimeSource.system());
            this.capabilities = transport.capabilities();
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Standard topics and queues. */
    public static final class Standard extends SqsHarness {
        /** For JUnit and for second processes. */
        public Standard() {
            super(false);
        }
    }

    /** FIFO topics; FIFO queues where order is asked for, and standard ones elsewhere. */
    public static final class Fifo extends SqsHarness {
        /** For JUnit and for second processes. */
        public Fifo() {
            super(true);
        }
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("sqs", fifo ? "sqs/fifo" : "sqs/standard", server.version(), false);
    }

    @Override
    public Map<String, String> configuration() {
        return server.configuration(fifo);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Timings timings() {
        return server.timings();
    }

    /** Most of the time they wait: for polls to end, and for what was lent to come back. */
    @Override
    public int scenariosAtOnce() {
        return 8;
    }

    @Override
    public BrokerWitness witness() {
        return witness;
    }

    @Override
    public BrokerControl control() {
        return server.control();
    }

    @Override
    public Detour detour() {
        return server.detour(fifo);
    }

    @Override
    public BrokerSecurity security() {
        return server.security(fifo);
    }

    @Override
    public void close() {
        server.close();
    }
}
