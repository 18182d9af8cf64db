package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import org.jspecify.annotations.Nullable;

/** What the broker says of exchanges and queues: next to nothing through AMQP, the rest through its management interface. */
final class Facts {
    private static final String POLICIES =
            "policies on the queue, of which a delivery-limit, message-ttl, max-length or"
                    + " expires loses messages, and whether it is bound";

    private final @Nullable Management management;
    private final SharedConnection publishConnection;

    /** @param management {@code null} if there is no way to it */
    Facts(@Nullable Management management, SharedConnection publishConnection) {
        this.management = management;
        this.publishConnection = publishConnection;
    }

    Description of(Address address) throws InterruptedException {
        Description.Builder facts = Description.builder();
        if (address instanceof Address.Topic) {
            alarms(facts);
        } else {
            queue((Address.Queue) address, facts);
        }
        return facts.build();
    }

    private void alarms(Description.Builder facts) throws InterruptedException {
        if (publishConnection.isBlocked()) {
            facts.alarm("it has blocked the connection for publishing, as it does when short of memory or disk");
        }
        if (management != null) {
            try {
                String alarms = management.alarms();
                if (!alarms.isEmpty()) {
                    facts.alarm(alarms);
                }
            } catch (Management.Silent e) {
                facts.unseen(
                        "whether the broker is short of memory or disk, because " + e.getMessage(),
                        "rabbitmq-diagnostics alarms shows it.");
            }
        }
    }

    private void queue(Address.Queue queue, Description.Builder facts) throws InterruptedException {
        if (management == null) {
            unseen(
                    "AMQP does not show them",
                    "Set crossdock.rabbitmq.management-uri to http(s)://host:15672 and ask again. Or ",
                    facts);
            return;
        }
        String name = NativeNames.of(queue);
        try {
            String json = management.queue(name);
            if (json.isEmpty()) {
                throw Provisioner.missing(queue, "", null);
            }
            if (!ManagedQueue.tellsOfPolicies(json)) {
                unseen("the broker has no statistics of the queue yet", "Ask again in some seconds. Or ", facts);
                return;
            }
            ManagedQueue.read(queue, json, facts);
            if (queue instanceof Address.Inbox inbox) {
                facts.detached(!management.isBound(NativeNames.of(new Address.Topic(inbox.topic())), name));
            }
        } catch (Management.Silent e) {
            unseen(String.valueOf(e.getMessage()), "", facts);
        }
    }

    private static void unseen(String why, String how, Description.Builder facts) {
        String commands = "rabbitmqctl list_queues name effective_policy_definition, and list_bindings";
        facts.unseen(POLICIES + ", because " + why, how + (how.isEmpty() ? "L" : "l") + "ook with " + commands + ".");
    }
}
