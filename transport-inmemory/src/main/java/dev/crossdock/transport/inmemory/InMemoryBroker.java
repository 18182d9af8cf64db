package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The broker that connections share by name: for tests, its control and its witness.
 *
 * <p>It is made by the first connection that names it, takes the time from that connection's time source, and stays, with
 * all its content, until {@link #remove} or the end of the process. What a witness sees and does here takes no notice of
 * {@link #pause}. Thread-safe.
 */
public final class InMemoryBroker {
    private static final Map<String, InMemoryBroker> BROKERS = new ConcurrentHashMap<>();

    private final String name;
    private final Personality mode;
    private final Gate gate = new Gate();
    private final BrokerTopology objects;
    private final Set<InMemoryTransport> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong nativeIds = new AtomicLong();

    // Ids of messages must not come again with the next broker of that name, or a lasting store of handled ids would
    // take new messages for old ones.
    private final String nativeIdPrefix = "inmemory-" + UUID.randomUUID() + "-";

    private volatile boolean removed;

    private InMemoryBroker(String name, Personality mode, BrokerClock clock) {
        this.name = name;
        this.mode = mode;
        this.objects = new BrokerTopology(mode, clock);
    }

    /**
     * The broker of a name.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if no connection has made it yet, or it was removed
     */
    public static InMemoryBroker named(String name) {
        InMemoryBroker broker = BROKERS.get(name);
        if (broker == null) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the in-memory broker '" + name + "', found " + new TreeSet<>(BROKERS.keySet())
                            + "; it is made by the first connection that names it");
        }
        return broker;
    }

    /** Ends a broker and all it holds; its connections find it unavailable. Without effect if there is none. */
    public static void remove(String name) {
        InMemoryBroker broker = BROKERS.remove(name);
        if (broker != null) {
            broker.end();
        }
    }

    static InMemoryTransport connect(InMemoryConfig config, TimeSource time) {
        InMemoryTransport[] made = new InMemoryTransport[1];
        BROKERS.compute(config.broker(), (name, existing) -> {
            InMemoryBroker broker =
                    existing != null ? existing : new InMemoryBroker(name, config.mode(), new BrokerClock(time));
            if (broker.mode != config.mode()) {
                throw new MessagingException(
                        ErrorCode.CONFLICT,
                        "Wanted the in-memory broker '" + name + "' in mode " + InMemoryConfig.written(config.mode())
                                + ", found it in mode " + InMemoryConfig.written(broker.mode)
                                + "; possible are that mode, another name, or InMemoryBroker.remove(name) before");
            }
            made[0] = new InMemoryTransport(broker, config);
            broker.connections.add(made[0]);
            return broker;
        });
        return made[0];
    }

    /** What connections call it. */
    public String name() {
        return name;
    }

    /** Which kind of broker it behaves like. */
    public Personality mode() {
        return mode;
    }

    /**
     * Ends all sessions, as a broken network or a killed process does: receivers fail with
     * {@link ErrorCode#UNAVAILABLE}, unanswered sends end as unknown, loans end and their deliveries count. Connections
     * stay usable: new receivers can be opened at once.
     */
    public void dropConnections() {
        connections.forEach(connection -> connection.drop(new EndReason(
                ErrorCode.UNAVAILABLE, "The connection to the in-memory broker '" + name + "' was dropped")));
    }

    /**
     * Freezes the broker: no send is answered, nothing is delivered, settlements wait. Requests that need an answer wait
     * for {@code request-timeout} and fail with {@link ErrorCode#UNAVAILABLE}. The time goes on, so that leases run out.
     * Calls that are under way end as if they had come before.
     */
    public void pause() {
        gate.pause();
    }

    /** Goes on, with what came meanwhile, in the order in which it came. */
    public void resume() {
        gate.resume();
        connections.forEach(connection -> connection.receivers().forEach(InMemoryReceiver::signal));
    }

    /**
     * How many messages a queue holds, those on loan and those that wait for their time included.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no such queue
     */
    public int depth(Address.Queue queue) {
        return queue(queue).depth();
    }

    /**
     * How many messages of a queue are on loan.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no such queue
     */
    public int onLoan(Address.Queue queue) {
        return queue(queue).onLoan();
    }

    /**
     * What a queue holds, in its order, those on loan included; of a partitioned log, partition after partition.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no such queue
     */
    public List<WireMessage> peek(Address.Queue queue) {
        return queue(queue).peek(Integer.MAX_VALUE);
    }

    /**
     * Stores a message as a foreign producer would: as it is, without checks. If it has no
     * {@link WireHeaders#ID}, it is presented with one that the broker gives it.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no such topic or queue, with
     *     {@link ErrorCode#OVERLOADED} if it is full
     */
    public void publishRaw(Address to, WireMessage message) {
        Destination destination = objects.find(to);
        if (destination == null) {
            throw missing("publish to", to);
        }
        if (destination.store(List.of(withId(message)), 0) == 0) {
            throw new MessagingException(
                    ErrorCode.OVERLOADED, "Wanted to publish to the " + to.inWords() + ", found it full");
        }
    }

    /** Every topic and queue that exists. */
    public Set<Address> topology() {
        return objects.addresses();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    /** How many receivers are open. */
    public int receivers() {
        return connections.stream()
                .mapToInt(connection -> connection.receivers().size())
                .sum();
    }

    /**
     * How many receivers of a queue are open.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no such queue
     */
    public int receivers(Address.Queue queue) {
        QueueStore store = queue(queue);
        return (int) connections.stream()
                .flatMap(connection -> connection.receivers().stream())
                .filter(receiver -> receiver.reads(store))
                .count();
    }

    /**
     * Deletes a topic or a queue with what it holds; receivers of it fail with {@link ErrorCode#NOT_FOUND}. The inboxes of
     * a topic stay, and what is in them; in a partitioned log they go with it, because their content is the topic's.
     * Without effect if there is none.
     */
    public void delete(Address address) {
        Destination gone = objects.delete(address);
        if (gone instanceof QueueStore queue) {
            connections.forEach(connection -> connection.receivers().stream()
                    .filter(receiver -> receiver.reads(queue))
                    .forEach(receiver -> receiver.drop(
                            new EndReason(ErrorCode.NOT_FOUND, "The " + address.inWords() + " was deleted"))));
        }
        if (gone instanceof TopicLog) {
            for (Address other : topology()) {
                if (other instanceof Address.Inbox inbox && new Address.Topic(inbox.topic()).equals(address)) {
                    delete(inbox);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "InMemoryBroker[" + name + ", " + InMemoryConfig.written(mode) + "]";
    }

    Gate gate() {
        return gate;
    }

    BrokerTopology objects() {
        return objects;
    }

    QueueStore queue(Address.Queue address) {
        if (objects.find(address) instanceof QueueStore store) {
            return store;
        }
        throw missing("read", address);
    }

    /** The message with an id: the one it has, or one that the broker gives it as its native id. */
    WireMessage withId(WireMessage message) {
        if (message.headers().get(WireHeaders.ID) != null) {
            return message;
        }
        String id = nativeIdPrefix + nativeIds.incrementAndGet();
        return new WireMessage(message.body(), message.key(), message.headers().with(WireHeaders.ID, id));
    }

    MessagingException missing(String wanted, Address address) {
        if (removed) {
            return removal().exception();
        }
        return new MessagingException(
                ErrorCode.NOT_FOUND,
                "Wanted to " + wanted + " the " + address.inWords() + ", found none in the in-memory broker '" + name
                        + "'; it has to be provisioned before");
    }

    void checkExists() {
        if (removed) {
            throw removal().exception();
        }
    }

    void disconnect(InMemoryTransport connection) {
        connections.remove(connection);
    }

    private void end() {
        removed = true;
        topology().forEach(objects::delete);
        connections.forEach(connection -> connection.drop(removal()));
        gate.resume();
    }

    private EndReason removal() {
        return new EndReason(
                ErrorCode.UNAVAILABLE, "The in-memory broker '" + name + "' was removed; open a new connection");
    }
}
