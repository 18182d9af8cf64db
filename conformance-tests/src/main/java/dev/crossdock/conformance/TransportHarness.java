package dev.crossdock.conformance;

import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import java.util.Map;

/**
 * Everything the suite has to know about one broker in one mode.
 *
 * <p>The broker may be shared by all scenarios of a run, and several run at once: each uses names of its own.
 */
public interface TransportHarness extends AutoCloseable {
    /** What is being held to the contract. */
    TransportIdentity identity();

    /**
     * The properties with which a program connects to the broker, {@code crossdock.transport} among them. A second process
     * gets no more than these; with a broker that is embedded, it has one of its own then.
     */
    Map<String, String> configuration();

    /** What the transport says it can do: the very object that it gives to the engine. */
    Capabilities capabilities();

    /** How long things take here. */
    Timings timings();

    /** Looks at the broker without this library. */
    BrokerWitness witness();

    /** Does things to the broker. */
    BrokerControl control();

    /**
     * Who may do what on the broker.
     *
     * @throws UnsupportedOperationException if the broker is embedded: nobody asks then. Also if it cannot be given other
     *     accounts: what asks ends as {@link Outcome#UNKNOWN} then
     */
    default BrokerSecurity security() {
        throw new UnsupportedOperationException(identity().mode() + " has no accounts");
    }

    /**
     * A second way to the broker, which can be broken; always the same.
     *
     * @throws UnsupportedOperationException if the broker is embedded: there is no way to it then. Also if nothing can be
     *     put in between: what asks ends as {@link Outcome#UNKNOWN} then
     */
    default Detour detour() {
        throw new UnsupportedOperationException(identity().mode() + " has no detour");
    }

    /**
     * Whether a delivery says that it {@linkplain dev.crossdock.messaging.spi.WireDelivery#cameBackUnanswered() came back
     * unanswered}: the neighbours of a message that kills its process must then not die with it.
     */
    default boolean tellsLossesApart() {
        return false;
    }

    /**
     * What a member connects with whose process will be frozen, so that a broker that finds out by its connection does so
     * before a scenario loses its patience. Empty where that takes no longer than the lease, or cannot be changed by a
     * client.
     */
    default Map<String, String> settingsOfTheFrozen() {
        return Map.of();
    }

    /**
     * How long before its death a broker may have taken a settlement that it then forgets: 5 s, for what was under way. More
     * where it notes them in the background; what was settled meanwhile comes again.
     */
    default Duration settlementsForgottenWithin() {
        return Duration.ofSeconds(5);
    }

    /**
     * How many scenarios are played at once, with a topic for each: 4. More where they wait for the broker most of the time,
     * fewer where it cannot bear it.
     */
    default int scenariosAtOnce() {
        return 4;
    }

    /** Opens the library under test; mutants put themselves in between here. */
    default Messaging open(MessagingConfig config) {
        return Messaging.open(config);
    }

    /** Ends what the harness began. */
    @Override
    void close();
}
