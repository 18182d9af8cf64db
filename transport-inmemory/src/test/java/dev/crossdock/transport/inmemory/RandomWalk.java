package dev.crossdock.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Does anything at random to one inbox, and keeps in mind what may happen then: which messages are not done, who holds
 * them, and which delivery the next one is.
 */
final class RandomWalk {
    private static final int MAX_READERS = 4;

    private final Random random;
    private final Personality mode;
    private final Ordering ordering;
    private final Rig rig;
    private final Map<String, Known> messages = new LinkedHashMap<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<WireDelivery> stale = new ArrayList<>();
    private boolean dropping;

    RandomWalk(long seed, Personality mode, Ordering ordering) throws Exception {
        this.random = new Random(seed);
        this.mode = mode;
        this.ordering = ordering;
        this.rig = mode == Personality.PARTITIONED_LOG ? Rig.log("partitions", "3") : Rig.of(mode);
        rig.create(Rig.ORDERS);
        rig.create(Rig.BILLING, ordering);
    }

    void run(int steps) throws Exception {
        try (rig) {
            for (int i = 0; i < steps; i++) {
                step();
                checkCounts();
            }
            readers.forEach(Reader::close);
            readers.clear();
            drain();
        }
    }

    private void step() throws Exception {
        switch (random.nextInt(13)) {
            case 0, 1, 2 -> send();
            case 3, 4, 5 -> anyReader().receive(random.nextInt(8));
            case 6, 7 -> anyReader().accept();
            case 8 -> anyReader().release();
            case 9 -> anyReader().giveBack();
            case 10 -> anyReader().holdOrRenew();
            case 11 -> rig.time.advance(Duration.ofSeconds(random.nextInt(25)));
            default -> disturb();
        }
    }

    private void disturb() {
        switch (random.nextInt(6)) {
            case 0 -> {
                dropping = true;
                rig.broker.dropConnections();
                dropping = false;
                readers.forEach(Reader::crashed);
                readers.clear();
            }
            case 1, 2 -> {
                Reader reader = anyReader();
                readers.remove(reader);
                reader.close();
            }
            default -> readers.add(new Reader());
        }
    }

    private void send() {
        WireMessage[] batch = new WireMessage[1 + random.nextInt(4)];
        for (int i = 0; i < batch.length; i++) {
            int key = random.nextInt(6);
            batch[i] = Rig.message("m" + messages.size(), key == 0 ? null : "k" + key);
            messages.put("m" + messages.size(), new Known(messages.size(), batch[i].key()));
        }
        // What is sent to the group alone is in a log of its own there, and has no order with the rest.
        assertThat(rig.send(Rig.ORDERS, batch).said.values()).containsOnly("confirmed");
    }

    private Reader anyReader() {
        if (readers.isEmpty() || (readers.size() < MAX_READERS && random.nextInt(8) == 0)) {
            readers.add(new Reader());
        }
        return readers.get(random.nextInt(readers.size()));
    }

    private void checkCounts() {
        long open = messages.values().stream()
                .filter(one -> one.state == State.OPEN)
                .count();
        long perhaps = messages.values().stream()
                .filter(one -> one.state == State.PERHAPS)
                .count();
        long held = messages.values().stream().filter(one -> one.holder != null).count();
        assertThat((long) rig.broker.depth(Rig.BILLING)).isBetween(open, open + perhaps);
        assertThat((long) rig.broker.onLoan(Rig.BILLING)).isEqualTo(held);
    }

    private void drain() throws Exception {
        Reader last = new Reader();
        for (int quiet = 0; quiet < 3; ) {
            quiet = last.receive(10) == 0 ? quiet + 1 : 0;
            last.acceptAll();
            rig.time.advance(Duration.ofSeconds(10));
        }
        last.receive(0);
        assertThat(messages.values()).noneMatch(one -> one.state == State.OPEN);
        assertThat(rig.broker.depth(Rig.BILLING)).isZero();
    }

    /** Whether a message is done; PERHAPS if it was accepted and nobody can know whether the broker heard of it. */
    private enum State {
        OPEN,
        PERHAPS,
        DONE
    }

    private static final class Known {
        final int number;
        final String key;
        State state = State.OPEN;
        int counted;
        boolean undone;
        Reader holder;

        Known(int number, String key) {
            this.number = number;
            this.key = key;
        }
    }

    private final class Reader {
        private final Map<WireDelivery, Known> held = new LinkedHashMap<>();
        private final List<Known> untold = new ArrayList<>();
        private final Receiver receiver;

        Reader() {
            try {
                receiver = rig.transport.open(Rig.BILLING, new ReceiverOptions(ordering, Rig.LEASE, 100, this::lost));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        int receive(int max) throws Exception {
            List<WireDelivery> taken = Rig.take(receiver, max);
            untold.clear();
            assertThat(taken).hasSizeLessThanOrEqualTo(max);
            taken.forEach(this::took);
            return taken.size();
        }

        void accept() {
            List<WireDelivery> some = some();
            receiver.accept(withStale(some));
            some.forEach(this::accepted);
        }

        void acceptAll() {
            List<WireDelivery> all = List.copyOf(held.keySet());
            receiver.accept(all);
            all.forEach(this::accepted);
        }

        void release() {
            boolean keepsOrder = ordering == Ordering.UNORDERED || mode == Personality.LEASED_QUEUE;
            if (mode == Personality.PARTITIONED_LOG || !keepsOrder) {
                return;
            }
            List<WireDelivery> some = some();
            Duration delay = mode == Personality.PLAIN_QUEUE ? Duration.ZERO : Duration.ofSeconds(random.nextInt(20));
            receiver.release(withStale(some), delay);
            some.forEach(delivery -> {
                held.get(delivery).undone = true;
                back(delivery, 1);
            });
        }

        void giveBack() {
            List<WireDelivery> some = some();
            receiver.giveBack(withStale(some));
            some.forEach(delivery -> back(delivery, 0));
        }

        void holdOrRenew() {
            List<WireDelivery> some = some();
            if (random.nextBoolean()) {
                receiver.renew(withStale(some));
                return;
            }
            int attempts = 1 + random.nextInt(5);
            some.forEach(delivery -> {
                receiver.hold(delivery, attempts);
                if (mode != Personality.PLAIN_QUEUE) {
                    held.get(delivery).counted = Math.max(held.get(delivery).counted, attempts);
                }
            });
        }

        void close() {
            try {
                receiver.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            List.copyOf(held.keySet()).forEach(delivery -> back(delivery, 1));
        }

        void crashed() {
            assertThat(held).isEmpty();
            if (mode == Personality.PARTITIONED_LOG) {
                untold.forEach(one -> {
                    one.state = State.PERHAPS;
                    one.counted++;
                });
            }
        }

        private void took(WireDelivery delivery) {
            Known one = messages.get(Rig.id(delivery));
            assertThat(one.state).as("state of %s", delivery).isNotEqualTo(State.DONE);
            assertThat(one.holder).as("holder of %s", delivery).isNull();
            assertThat(delivery.deliveryCount()).as("count of %s", delivery).isEqualTo(one.counted + 1);
            if (ordering == Ordering.PER_KEY && one.key != null) {
                messages.values().stream()
                        .filter(other -> one.key.equals(other.key) && other.state == State.OPEN)
                        .filter(other -> other.number < one.number)
                        .forEach(other -> {
                            assertThat(other.holder)
                                    .as("m%d before %s", other.number, delivery)
                                    .isSameAs(this);
                            assertThat(other.undone)
                                    .as("m%d before %s", other.number, delivery)
                                    .isFalse();
                        });
            }
            one.state = State.OPEN;
            one.holder = this;
            held.put(delivery, one);
        }

        private void accepted(WireDelivery delivery) {
            Known one = held.remove(delivery);
            one.holder = null;
            one.state = State.DONE;
            untold.add(one);
            stale.add(delivery);
        }

        private void back(WireDelivery delivery, int counts) {
            Known one = held.remove(delivery);
            one.holder = null;
            one.counted += counts;
            stale.add(delivery);
        }

        private void lost(WireDelivery delivery) {
            assertThat(held).as("the loans of its holder").containsKey(delivery);
            // Else it is a lease that ended, or a partition that moved.
            held.get(delivery).undone |= mode == Personality.LEASED_QUEUE && !dropping;
            back(delivery, mode == Personality.PARTITIONED_LOG && !dropping ? 0 : 1);
        }

        private List<WireDelivery> some() {
            return held.keySet().stream()
                    .filter(delivery -> random.nextInt(3) > 0)
                    .toList();
        }

        private List<WireDelivery> withStale(List<WireDelivery> some) {
            List<WireDelivery> all = new ArrayList<>(some);
            if (!stale.isEmpty()) {
                all.add(stale.get(random.nextInt(stale.size())));
            }
            return all;
        }
    }
}
