package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.TopologyObject.Kind;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a group needs on the broker. Immutable.
 *
 * @param ordering the order it has to keep
 * @param startFrom what it gets if it does not exist yet
 */
public record Need(Address address, Ordering ordering, StartFrom startFrom) {
    private Need(Address address) {
        this(address, Ordering.UNORDERED, StartFrom.NOW);
    }

    /** What a consumer makes sure of before it does anything else, in this order. */
    public static List<Need> first(Address.Inbox inbox, ConsumerSettings<?> settings) {
        return List.of(
                new Need(new Address.Topic(inbox.topic())),
                new Need(inbox, settings.ordering(), settings.startFrom()),
                new Need(new Address.DeadLetters(inbox.topic(), inbox.group())));
    }

    /** Everything. */
    static List<Need> all(Address.Inbox inbox, ConsumerSettings<?> settings, DelayLadder ladder) {
        List<Need> all = new ArrayList<>(first(inbox, settings));
        ladder.lanes(inbox).forEach(lane -> all.add(new Need(lane)));
        return List.copyOf(all);
    }

    /** Makes sure of it. */
    public void provision(Transport transport, Provisioning mode) throws Exception {
        transport.provision(address, new Topology(mode, ordering, startFrom));
    }

    Kind kind() {
        if (address instanceof Address.Topic) {
            return Kind.TOPIC;
        }
        if (address instanceof Address.Inbox) {
            return Kind.INBOX;
        }
        return address instanceof Address.DeadLetters ? Kind.DEAD_LETTERS : Kind.DELAY_LANE;
    }
}
