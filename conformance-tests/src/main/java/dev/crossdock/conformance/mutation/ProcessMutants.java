package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.NOBODY;
import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Transports that lose what a process has in hand when it dies, or do not let it end, freeze and thaw. They are broken in
 * every process, and only a broker that others reach too can find them out.
 */
final class ProcessMutants {
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(12);

    private ProcessMutants() {}

    static List<Mutant> all() {
        return List.of(
                named("m108", "removes dead letters before their copies are confirmed", "G05.lost")
                        .transport(receiving(
                                (sound, queue) -> queue instanceof Address.DeadLetters ? new Hasty(sound) : sound)),
                named("m109", "settles what it hands out to a process that dies", "H03.absorbed")
                        .transport(
                                receiving((sound, queue) -> queue instanceof Address.Inbox ? new Hasty(sound) : sound)),
                named("m119", "forgets when its process ends what it was last told to settle", "L06.again")
                        .transport(receiving((sound, queue) ->
                                queue instanceof Address.Inbox ? new MembershipMutants.Tardy(sound) : sound)),
                named("m120", "does not let its process end", "L06.")
                        .transport(receiving((sound, queue) -> queue instanceof Address.Inbox ? slow(sound) : sound)),
                named("m121", "keeps delayed messages in the process until they are due", "I04.lost")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            if (delay.isZero()) {
                                sound.send(to, messages, delay, listener);
                                return;
                            }
                            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                                    .execute(() -> sound.send(to, messages, Duration.ZERO, NOBODY));
                            for (int i = 0; i < messages.size(); i++) {
                                listener.confirmed(i);
                            }
                        })),
                named("m122", "does not tell that its session has ended", "N15.")
                        .transport(receiving(
                                (sound, queue) -> queue instanceof Address.Inbox ? new Silent(sound) : sound)),
                named("m134", "does not say that its broker is away when it refuses to send", "A08.impatient")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, messages, delay, new Unspecific(listener)))));
    }

    private static Receiver slow(Receiver sound) {
        return new ReceiverDecorator(sound) {
            @Override
            public void close() throws Exception {
                boolean unused = new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS);
                super.close();
            }
        };
    }

    /** What is broken under a name that another process has announced. */
    static UnaryOperator<Transport> announcedElsewhere(String breakage) {
        return all().stream()
                .filter(mutant -> breakage.startsWith(mutant.id() + "-"))
                .findFirst()
                .map(Mutant::transport)
                .orElse(UnaryOperator.identity());
    }

    /** Brings nothing more when it cannot. */
    private static final class Silent extends ReceiverDecorator {
        Silent(Receiver sound) {
            super(sound);
        }

        @Override
        public List<WireDelivery> receive(int max, Duration wait) {
            try {
                return super.receive(max, wait);
            } catch (Exception untold) {
                LockSupport.parkNanos(this, wait.toNanos());
                return List.of();
            }
        }

        @Override
        public void accept(List<? extends WireDelivery> deliveries) {
            try {
                super.accept(deliveries);
            } catch (RuntimeException untold) {
                LockSupport.parkNanos(this, 1);
            }
        }
    }

    /** Says of whatever is refused that nobody knows why. */
    private record Unspecific(SendListener sound) implements SendListener {
        @Override
        public void confirmed(int index) {
            sound.confirmed(index);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            sound.rejected(index, new IllegalArgumentException("something went wrong"));
        }

        @Override
        public void unknown(int index, Throwable cause) {
            sound.unknown(index, cause);
        }
    }

    /** Settles at once. */
    private static final class Hasty extends ReceiverDecorator {
        Hasty(Receiver sound) {
            super(sound);
        }

        @Override
        public List<WireDelivery> receive(int max, Duration wait) throws Exception {
            List<WireDelivery> received = super.receive(max, wait);
            sound.accept(received);
            // A receiver may keep settlements back for a moment, in which the process could die innocently.
            return received.isEmpty() ? received : settled(received);
        }

        private List<WireDelivery> settled(List<WireDelivery> received) throws Exception {
            long end = System.nanoTime() + A_MOMENT.toNanos();
            while (System.nanoTime() - end < 0) {
                List<WireDelivery> none = super.receive(0, A_MOMENT);
                if (!none.isEmpty()) {
                    throw new IllegalStateException("nothing was asked for, and there came " + none.size());
                }
            }
            return received;
        }

        @Override
        public void accept(List<? extends WireDelivery> deliveries) {}

        @Override
        public void release(List<? extends WireDelivery> deliveries, Duration delay) {}

        @Override
        public void giveBack(List<? extends WireDelivery> deliveries) {}

        @Override
        public void renew(List<? extends WireDelivery> deliveries) {}

        @Override
        public boolean hold(WireDelivery delivery, int attemptsMade) {
            return false;
        }
    }
}
