package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes exchanges and queues, or looks whether they are there and fit. Thread-safe. */
final class Provisioner {
    private final Workbench workbench;

    /** Inboxes that were seen to keep order; what a queue was declared with does not change while it exists. */
    private final Set<Address.Inbox> ordered = ConcurrentHashMap.newKeySet();

    Provisioner(Workbench workbench) {
        this.workbench = workbench;
    }

    void provision(Address address, Topology topology) throws Exception {
        if (topology.provisioning() == Provisioning.NONE) {
            return;
        }
        if (address instanceof Address.Inbox && topology.startFrom() == StartFrom.EARLIEST) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted start-from EARLIEST for the " + address.inWords()
                            + ", found RabbitMQ, whose exchanges keep nothing; possible is NOW");
        }
        boolean create = topology.provisioning() == Provisioning.CREATE;
        if (address instanceof Address.Topic topic) {
            provisionTopic(topic, create);
        } else {
            provisionQueue((Address.Queue) address, topology.ordering(), create);
        }
    }

    /** Whether the exchange of a topic is there. */
    boolean exists(Address.Topic topic) throws Exception {
        try {
            workbench.ask(channel -> channel.exchangeDeclarePassive(NativeNames.of(topic)));
            return true;
        } catch (Exception e) {
            if (Refusal.codeOf(e) == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** What the broker says about a queue; complains if there is none. */
    AMQP.Queue.DeclareOk look(Address.Queue queue) throws Exception {
        try {
            return workbench.ask(channel -> channel.queueDeclarePassive(NativeNames.of(queue)));
        } catch (Exception e) {
            if (Refusal.codeOf(e) == AMQP.NOT_FOUND) {
                throw missing(queue, "; provisioning VERIFY and NONE create nothing, CREATE would", e);
            }
            throw e;
        }
    }

    /** Complains unless an inbox that nobody here has provisioned keeps order, as far as we are allowed to find out. */
    void checkOrdered(Address.Inbox inbox) throws Exception {
        if (ordered.contains(inbox)) {
            return;
        }
        look(inbox);
        try {
            declare(inbox, Ordering.PER_KEY);
            ordered.add(inbox);
        } catch (Exception e) {
            Refusal refusal = Refusal.of(e);
            if (refusal != null && refusal.code() == AMQP.PRECONDITION_FAILED) {
                throw new MessagingException(
                        ErrorCode.UNSUPPORTED,
                        "Wanted to read the " + NativeNames.inWords(inbox)
                                + " in order per key, found that it differs in " + differsIn(refusal)
                                + "; possible for an inbox that was provisioned with ordering PER_KEY",
                        e);
            }
            judge(inbox, false, e);
        }
    }

    private void provisionTopic(Address.Topic topic, boolean create) throws Exception {
        String name = NativeNames.of(topic);
        if (!create && !exists(topic)) {
            throw missing(topic, "; provisioning VERIFY creates nothing, CREATE would", null);
        }
        try {
            // An equal one is left as it is, and another one is refused: this looks and creates.
            workbench.ask(channel -> channel.exchangeDeclare(name, BuiltinExchangeType.FANOUT, true));
        } catch (Exception e) {
            judge(topic, create, e);
        }
    }

    private void provisionQueue(Address.Queue queue, Ordering ordering, boolean create) throws Exception {
        if (queue instanceof Address.Inbox inbox && !exists(new Address.Topic(inbox.topic()))) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the " + inbox.inWords() + ", found no "
                            + NativeNames.inWords(new Address.Topic(inbox.topic()))
                            + "; the topic has to be provisioned before its inboxes");
        }
        if (!create) {
            look(queue);
        }
        try {
            declare(queue, ordering);
            if (create && queue instanceof Address.Inbox inbox) {
                String exchange = NativeNames.of(new Address.Topic(inbox.topic()));
                workbench.ask(channel -> channel.queueBind(NativeNames.of(inbox), exchange, ""));
            }
        } catch (Exception e) {
            judge(queue, create, e);
            return;
        }
        if (queue instanceof Address.Inbox inbox && ordering == Ordering.PER_KEY) {
            ordered.add(inbox);
        }
    }

    private void declare(Address.Queue queue, Ordering ordering) throws Exception {
        String name = NativeNames.of(queue);
        Map<String, Object> arguments = QueueArguments.of(queue, ordering);
        workbench.ask(channel -> channel.queueDeclare(name, true, false, false, arguments));
    }

    /** A declaration has failed. Returns if it was only to look, and that is not allowed. */
    private static void judge(Address address, boolean create, Exception failure) throws Exception {
        Refusal refusal = Refusal.of(failure);
        if (refusal != null && refusal.code() == AMQP.PRECONDITION_FAILED) {
            throw new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted the " + NativeNames.inWords(address) + ", found one that differs in " + differsIn(refusal)
                            + "; nothing was changed",
                    failure);
        }
        // Whoever may not declare cannot compare either. It exists, and whoever made it is trusted with the rest.
        if (create || refusal == null || refusal.code() != AMQP.ACCESS_REFUSED) {
            throw failure;
        }
    }

    private static String differsIn(Refusal refusal) {
        String argument = refusal.argument();
        return argument == null
                ? "a setting: " + refusal.text()
                : QueueArguments.setting(argument) + ": " + refusal.difference();
    }

    static MessagingException missing(Address address, String hint, @Nullable Throwable cause) {
        return new MessagingException(
                ErrorCode.NOT_FOUND, "Wanted the " + NativeNames.inWords(address) + ", found none" + hint, cause);
    }
}
