package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.LEASE;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhenALeaseRunsOutTest {
    @Test
    void theMessageComesAgainAndItsDeliveryCounts() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            assertThat(takeOne(receiver).deliveryCount()).isEqualTo(1);

            rig.time.advance(LEASE.minusNanos(1));
            assertThat(take(receiver, 1)).isEmpty();
            rig.time.advance(Duration.ofNanos(1));

            assertThat(takeOne(receiver).deliveryCount()).isEqualTo(2);
        }
    }

    @Test
    void theHolderIsToldOnceAndCannotSettleItAnyMore() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver old = rig.open(BILLING);
            WireDelivery stale = takeOne(old);
            rig.time.advance(LEASE);
            assertThat(rig.lost).containsExactly(stale);

            Receiver other = rig.open(BILLING);
            WireDelivery fresh = takeOne(other);
            old.accept(List.of(stale));
            old.release(List.of(stale), Duration.ZERO);
            old.giveBack(List.of(stale));
            old.renew(List.of(stale));
            old.hold(stale, 50);

            assertThat(rig.broker.onLoan(BILLING)).isEqualTo(1);
            other.giveBack(List.of(fresh));
            assertThat(takeOne(other).deliveryCount()).isEqualTo(2);
            assertThat(rig.lost).hasSize(1);
        }
    }

    @Test
    void anotherReceiverCannotSettleWhatItDoesNotHold() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            WireDelivery delivery = takeOne(rig.open(BILLING));
            rig.open(BILLING).accept(List.of(delivery));
            assertThat(rig.broker.depth(BILLING)).isEqualTo(1);
        }
    }

    @Test
    void renewingBeforeKeepsIt() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"), message("b"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> both = take(receiver, 2);
            for (int i = 0; i < 10; i++) {
                rig.time.advance(LEASE.minusSeconds(1));
                receiver.renew(both.subList(0, 1));
            }
            assertThat(rig.lostIds()).containsExactly("b");
            receiver.accept(both);
            assertThat(rig.peek(BILLING)).containsExactly("b");
        }
    }

    @Test
    void renewingCannotKeepItLongerThanTheGreatestHold() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            WireDelivery delivery = takeOne(receiver);
            Duration maxHold = rig.transport.capabilities().maxHold();
            Instant end = rig.time.now().plus(maxHold);
            while (rig.time.now().isBefore(end.minusSeconds(20))) {
                rig.time.advance(Duration.ofSeconds(20));
                receiver.renew(List.of(delivery));
            }
            assertThat(rig.lost).isEmpty();
            receiver.renew(List.of(delivery));
            rig.time.advance(Duration.between(rig.time.now(), end));
            assertThat(rig.lost).containsExactly(delivery);
        }
    }

    @Test
    void aLateAlarmDoesNotProlongIt() throws Exception {
        VirtualTime clock = new VirtualTime();
        Transport transport = new InMemoryTransportProvider()
                .open(Settings.of(Map.of("x.broker", "late"), Map.of(), "x."), withoutAlarms(clock));
        try {
            transport.provision(ORDERS, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.NOW));
            transport.provision(BILLING, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.NOW));
            Rig.send(transport, Duration.ZERO, ORDERS, message("a"));
            List<WireDelivery> lost = new ArrayList<>();
            Receiver receiver = transport.open(BILLING, new ReceiverOptions(Ordering.UNORDERED, LEASE, 10, lost::add));
            WireDelivery delivery = takeOne(receiver);
            clock.advance(LEASE);

            receiver.accept(List.of(delivery));

            assertThat(lost).containsExactly(delivery);
            assertThat(InMemoryBroker.named("late").depth(BILLING)).isEqualTo(1);
        } finally {
            InMemoryBroker.remove("late");
        }
    }

    @Test
    void aThousandLoansNeedOneAlarm() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            Receiver receiver = rig.open(BILLING);
            for (int i = 0; i < 1000; i++) {
                rig.send(ORDERS, message("m" + i));
                takeOne(receiver);
                rig.time.advance(Duration.ofMillis(1));
            }
            assertThat(rig.time.scheduled()).isEqualTo(1);
            rig.time.advance(LEASE);
            assertThat(rig.lost).hasSize(1000);
            assertThat(rig.time.scheduled()).isZero();
        }
    }

    private static TimeSource withoutAlarms(VirtualTime clock) {
        return new TimeSource() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public Alarm schedule(Duration delay, Runnable task) {
                return () -> {};
            }
        };
    }
}
