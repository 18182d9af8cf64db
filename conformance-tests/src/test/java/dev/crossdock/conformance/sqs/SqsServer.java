package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whom the suite is played against: the stand-in that it starts itself, or a server that somebody else runs. What the one
 * at hand cannot be made to do or to show throws {@link UnsupportedOperationException}.
 */
interface SqsServer {
    /** The one that the properties of this run ask for. */
    static SqsServer chosen() {
        GivenEndpoint given = GivenEndpoint.read(name -> System.getProperty(name, ""));
        return given == null ? StandInServer.shared() : new GivenServer(given);
    }

    /** What it is, for people. */
    String version();

    /** How a program connects. */
    Map<String, String> configuration(boolean fifo);

    /** What all names begin with. */
    String namePrefix();

    /** How long things take there. */
    Timings timings();

    /** The witness's way to it. */
    BareClients clients();

    /** The answer to a question, once it can be relied on. */
    <T> T reliably(Supplier<T> question);

    /** The messages of a queue, oldest first. */
    List<WireMessage> peek(String queueUrl);

    /** How many connections there are to it. */
    int connections();

    /** Whether somebody asks for messages of a queue. */
    boolean isPolled(String queueUrl);

    /** What can be done to it. */
    BrokerControl control();

    /** Who may do what there. */
    BrokerSecurity security(boolean fifo);

    /** A second way to it that can be broken. */
    Detour detour(boolean fifo);

    /** Ends what a harness has begun there. */
    void close();
}
