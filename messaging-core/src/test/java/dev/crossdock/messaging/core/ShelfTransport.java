package dev.crossdock.messaging.core;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Puts messages on shelves, one per address, and takes them off again. What a test wants to be otherwise it changes in the
 * fields. The answers come at once, or when the test gives them.
 */
public final class ShelfTransport implements Transport {
    /** What a real client would throw. */
    public static final class NativeFailure extends Exception {
        private static final long serialVersionUID = 1L;

        public NativeFailure(String message) {
            super(message);
        }
    }

    /** A message with the transport. */
    public record Sent(Address to, WireMessage message, Duration delay, int index, SendListener listener) {
        public void confirm() {
            listener.confirmed(index);
        }
    }

    public volatile boolean answersAtOnce = true;
    public volatile boolean canBrowse = true;
    public volatile boolean knowsDepth = true;
    public volatile boolean keepsOrder = true;
    public volatile Duration maxSendDelay = Duration.ofDays(1);
    public volatile Duration maxLaneDelay = Duration.ZERO;
    public volatile Duration maxHold = Duration.ofDays(1);
    public volatile int maxBytes = 1024 * 1024;
    public volatile ToIntFunction<WireMessage> size = ShelfTransport::bytes;
    public volatile Consumer<Sent> onSend = sent -> {};
    public final List<Sent> sent = new ArrayList<>();
    public final List<Integer> callSizes = new ArrayList<>();
    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    public final Map<Address, Topology> provisioned = new HashMap<>();
    public final Map<Address, Exception> refusals = new HashMap<>();
    public final Map<Address, Exception> refusalsToMake = new HashMap<>();
    public final Map<Address, Description> facts = new HashMap<>();
    public final Set<Address> unreadable = new HashSet<>();
    public volatile boolean releases = true;
    public volatile boolean ordersPerKey = true;
    public int receiversOpen;
    public int pings;
    public volatile Runnable onPing = () -> {};
    public volatile boolean breaks;
    public volatile boolean closed;

    private final Map<Address, List<Copy>> shelves = new HashMap<>();
    private final List<ShelfReceiver> receivers = new ArrayList<>();
    private final AtomicLong places = new AtomicLong();

    @Override
    public Capabilities capabilities() {
        return Capabilities.builder()
                .releases(releases)
                .maxReleaseDelay(Duration.ofDays(1))
                .maxSendDelay(maxSendDelay)
                .maxLaneDelay(maxLaneDelay)
                .keepsOrder(keepsOrder)
                .countsDeliveries(true)
                .maxHold(maxHold)
                .ordersPerKey(ordersPerKey)
                .replays(true)
                .maxMessageBytes(maxBytes)
                .build();
    }

    @Override
    public synchronized void provision(Address address, Topology topology) throws Exception {
        log.add("provision " + address);
        Exception refusal = refusals.get(address);
        if (refusal == null && topology.provisioning() == Topology.Provisioning.CREATE) {
            refusal = refusalsToMake.get(address);
        }
        if (refusal != null) {
            throw refusal;
        }
        if (topology.provisioning() == Topology.Provisioning.VERIFY && !provisioned.containsKey(address)) {
            throw new MessagingException(ErrorCode.NOT_FOUND, "no shelf for the " + address.inWords());
        }
        provisioned.put(address, topology);
    }

    @Override
    public synchronized Optional<Description> describe(Address address) {
        if (unreadable.contains(address)) {
            throw new MessagingException(ErrorCode.PERMISSION_DENIED, "not allowed to look");
        }
        return Optional.ofNullable(facts.get(address));
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        synchronized (this) {
            callSizes.add(messages.size());
        }
        for (int i = 0; i < messages.size(); i++) {
            Sent message = new Sent(to, messages.get(i), delay, i, listener);
            synchronized (this) {
                sent.add(message);
            }
            if (size.applyAsInt(message.message) > maxBytes) {
                listener.rejected(i, new MessagingException(ErrorCode.TOO_LARGE, "too large for the shelf"));
                continue;
            }
            if (answersAtOnce) {
                put(to, message.message);
                listener.confirmed(i);
            }
            onSend.accept(message);
        }
    }

    /** Puts a message on a shelf. */
    public void put(Address to, WireMessage message) {
        put(to, message, 0);
    }

    /** Puts a message on a shelf that came back unanswered so often. */
    public synchronized void put(Address to, WireMessage message, int lost) {
        shelf(to).add(new Copy(places.incrementAndGet(), message, lost));
    }

    /** What is on a shelf, in order, on loan or not. */
    public synchronized List<WireMessage> on(Address address) {
        return shelf(address).stream().map(copy -> copy.message).toList();
    }

    /** How many of a shelf are on loan. */
    public synchronized long onLoan(Address address) {
        return shelf(address).stream().filter(copy -> copy.onLoan).count();
    }

    /** Takes a message back that is on loan, as a broker does when nobody has renewed the loan in time. */
    public synchronized void takeBack(Address queue, String text) {
        receivers.forEach(receiver -> receiver.takeBack(queue, text));
    }

    @Override
    public synchronized Receiver open(Address.Queue queue, ReceiverOptions options) {
        receiversOpen++;
        ShelfReceiver receiver = new ShelfReceiver(queue, options.listener());
        receivers.add(receiver);
        return receiver;
    }

    @Override
    public synchronized Optional<List<WireMessage>> browse(Address.Queue queue, int limit) {
        return canBrowse ? Optional.of(on(queue).stream().limit(limit).toList()) : Optional.empty();
    }

    @Override
    public synchronized OptionalLong depth(Address.Queue queue) {
        return knowsDepth ? OptionalLong.of(shelf(queue).size()) : OptionalLong.empty();
    }

    @Override
    public void ping() {
        synchronized (this) {
            pings++;
        }
        onPing.run();
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return nativeFailure instanceof ConnectException ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    @Override
    public synchronized void close() {
        log.add("close");
        closed = true;
    }

    /** A body and its headers, in characters. */
    public static int bytes(WireMessage message) {
        int[] size = {message.body().length};
        message.headers().forEach((name, value) -> size[0] += name.length() + value.length());
        return size[0];
    }

    private static String utf8(WireMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private List<Copy> shelf(Address address) {
        return shelves.computeIfAbsent(address, none -> new ArrayList<>());
    }

    private static final class Copy {
        private final long place;
        private final WireMessage message;
        private final int lost;
        private boolean onLoan;

        Copy(long place, WireMessage message, int lost) {
            this.place = place;
            this.message = message;
            this.lost = lost;
        }
    }

    private record Delivery(Copy copy) implements WireDelivery {
        @Override
        public WireMessage message() {
            return copy.message;
        }

        @Override
        public int deliveryCount() {
            return 1 + copy.lost;
        }

        @Override
        public boolean cameBackUnanswered() {
            return copy.lost > 0;
        }

        @Override
        public String source() {
            return "shelf/" + copy.place;
        }
    }

    private final class ShelfReceiver implements Receiver {
        private final Address queue;
        private final SettlementListener listener;
        private final List<Delivery> mine = new ArrayList<>();

        ShelfReceiver(Address queue, SettlementListener listener) {
            this.queue = queue;
            this.listener = listener;
        }

        void takeBack(Address from, String text) {
            for (Delivery delivery : List.copyOf(mine)) {
                if (queue.equals(from) && delivery.copy.onLoan && text.equals(utf8(delivery.message()))) {
                    mine.remove(delivery);
                    delivery.copy.onLoan = false;
                    listener.lost(delivery);
                }
            }
        }

        @Override
        public List<WireDelivery> receive(int max, Duration wait) throws NativeFailure {
            synchronized (ShelfTransport.this) {
                if (breaks) {
                    breaks = false;
                    throw new NativeFailure("the shelf is broken");
                }
                List<Copy> taken = shelf(queue).stream()
                        .filter(copy -> !copy.onLoan)
                        .sorted(Comparator.comparingLong(copy -> copy.place))
                        .limit(max)
                        .toList();
                taken.forEach(copy -> copy.onLoan = true);
                List<Delivery> lent = taken.stream().map(Delivery::new).toList();
                mine.addAll(lent);
                return List.copyOf(lent);
            }
        }

        @Override
        public void wakeup() {}

        @Override
        public void accept(List<? extends WireDelivery> deliveries) {
            synchronized (ShelfTransport.this) {
                deliveries.forEach(delivery -> shelf(queue).remove(mine(delivery).copy));
                log.add("accept " + deliveries.size());
            }
        }

        @Override
        public void release(List<? extends WireDelivery> deliveries, Duration delay) {
            throw new AssertionError("nothing among the dead letters fails");
        }

        @Override
        public void giveBack(List<? extends WireDelivery> deliveries) {
            synchronized (ShelfTransport.this) {
                deliveries.forEach(delivery -> mine(delivery).copy.onLoan = false);
                log.add("giveBack " + deliveries.size());
            }
        }

        @Override
        public void renew(List<? extends WireDelivery> deliveries) {
            synchronized (ShelfTransport.this) {
                log.add("renew " + deliveries.size());
            }
        }

        @Override
        public boolean hold(WireDelivery delivery, int attemptsMade) {
            return false;
        }

        @Override
        public void close() {
            synchronized (ShelfTransport.this) {
                receiversOpen--;
                receivers.remove(this);
                mine.forEach(delivery -> delivery.copy.onLoan = false);
            }
        }

        private Delivery mine(WireDelivery settled) {
            for (int i = 0; i < mine.size(); i++) {
                if (mine.get(i) == settled) {
                    return mine.remove(i);
                }
            }
            throw new AssertionError("settled what was not lent, or not any more: " + settled.source());
        }
    }
}
