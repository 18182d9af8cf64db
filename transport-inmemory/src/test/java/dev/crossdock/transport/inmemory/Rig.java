package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker with a clock of its own, a connection to it, and short ways to do what tests do all the time. */
final class Rig implements AutoCloseable {
    static final Address.Topic ORDERS = new Address.Topic("orders");
    static final Address.Inbox BILLING = new Address.Inbox("orders", "billing");
    static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final VirtualTime time = new VirtualTime();
    final String name = "rig-" + NUMBER.incrementAndGet();
    final Map<String, String> settings = new HashMap<>();
    final Transport transport;
    final InMemoryBroker broker;
    final List<WireDelivery> lost = new CopyOnWriteArrayList<>();

    private Rig(String mode, String... settings) {
        this.settings.put("x.mode", mode);
        this.settings.put("x.broker", name);
        for (int i = 0; i < settings.length; i += 2) {
            this.settings.put("x." + settings[i], settings[i + 1]);
        }
        transport = connect();
        broker = InMemoryBroker.named(name);
    }

    static Rig leased(String... settings) {
        return new Rig("leased-queue", settings);
    }

    static Rig plain(String... settings) {
        return new Rig("plain-queue", settings);
    }

    static Rig log(String... settings) {
        return new Rig("partitioned-log", settings);
    }

    static Rig of(Personality mode, String... settings) {
        return new Rig(InMemoryConfig.written(mode), settings);
    }

    Rig unordered() throws Exception {
        return withBilling(Ordering.UNORDERED);
    }

    Rig perKey() throws Exception {
        return withBilling(Ordering.PER_KEY);
    }

    Transport connect(String... more) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put("x." + more[i], more[i + 1]);
        }
        return new InMemoryTransportProvider().open(Settings.of(all, Map.of(), "x."), time);
    }

    void create(Address address) throws Exception {
        create(address, Ordering.UNORDERED);
    }

    void create(Address address, Ordering ordering) throws Exception {
        transport.provision(address, new Topology(Provisioning.CREATE, ordering, StartFrom.NOW));
    }

    Receiver open(Address.Queue queue, Ordering ordering) throws Exception {
        return open(transport, queue, ordering);
    }

    Receiver open(Transport connection, Address.Queue queue, Ordering ordering) throws Exception {
        return connection.open(queue, new ReceiverOptions(ordering, LEASE, 100, lost::add));
    }

    Receiver open(Address.Queue queue) throws Exception {
        return open(queue, Ordering.UNORDERED);
    }

    Answers send(Address to, WireMessage... messages) {
        return sendLater(Duration.ZERO, to, messages);
    }

    Answers sendLater(Duration delay, Address to, WireMessage... messages) {
        return send(transport, delay, to, messages);
    }

    static Answers send(Transport connection, Duration delay, Address to, WireMessage... messages) {
        Answers answers = new Answers();
        connection.send(to, Arrays.asList(messages), delay, answers);
        return answers;
    }

    /** What is there now. */
    static List<WireDelivery> take(Receiver receiver, int max) throws Exception {
        return receiver.receive(max, Duration.ZERO);
    }

    static WireDelivery takeOne(Receiver receiver) throws Exception {
        List<WireDelivery> taken = receiver.receive(1, Duration.ZERO);
        if (taken.size() != 1) {
            throw new AssertionError("wanted one message, found " + taken.size());
        }
        return taken.get(0);
    }

    static WireMessage message(String id) {
        return message(id, null);
    }

    static WireMessage message(String id, String key) {
        return new WireMessage(id.getBytes(StandardCharsets.UTF_8), key, Headers.ofPairs(WireHeaders.ID, id));
    }

    static String id(WireDelivery delivery) {
        return id(delivery.message());
    }

    static String id(WireMessage message) {
        return String.valueOf(message.headers().get(WireHeaders.ID));
    }

    static List<String> ids(List<WireDelivery> deliveries) {
        return deliveries.stream().map(Rig::id).toList();
    }

    List<String> lostIds() {
        return lost.stream().map(Rig::id).toList();
    }

    List<String> peek(Address.Queue queue) {
        return broker.peek(queue).stream().map(Rig::id).toList();
    }

    @Override
    public void close() throws Exception {
        transport.close();
        InMemoryBroker.remove(name);
    }

    private Rig withBilling(Ordering ordering) throws Exception {
        create(ORDERS);
        create(BILLING, ordering);
        return this;
    }

    /** What the broker said to each message, and that it said it once. */
    static final class Answers implements SendListener {
        final Map<Integer, String> said = Collections.synchronizedMap(new TreeMap<>());
        final List<Throwable> causes = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void confirmed(int index) {
            say(index, "confirmed");
        }

        @Override
        public void rejected(int index, Throwable cause) {
            causes.add(cause);
            say(index, "rejected");
        }

        @Override
        public void unknown(int index, Throwable cause) {
            causes.add(cause);
            say(index, "unknown");
        }

        private void say(int index, String answer) {
            said.merge(index, answer, (first, second) -> first + " and " + second);
        }
    }
}
