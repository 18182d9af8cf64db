package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Transports that are well as long as nobody comes, goes or takes his time. */
final class MembershipMutants {
    private static final Duration STILL = Duration.ofSeconds(7);
    // In the middle of it all, when there is traffic.
    private static final int DISTURBS = 9;
    private static final int RENEWALS = 6;

    private MembershipMutants() {}

    static List<Mutant> all() {
        AtomicInteger opened = new AtomicInteger();
        AtomicLong until = new AtomicLong(System.nanoTime());
        return List.of(
                named("m116", "forgets when it closes what it was last told to settle", "C06.")
                        .transport(
                                receiving((sound, queue) -> queue instanceof Address.Inbox ? new Tardy(sound) : sound)),
                named("m117", "lets a whole group stand still when somebody joins it", "N11.progress")
                        .transport(receiving((sound, queue) -> {
                            if (queue instanceof Address.Inbox && opened.incrementAndGet() == DISTURBS) {
                                until.set(System.nanoTime() + STILL.toNanos());
                            }
                            return new Disturbed(sound, until);
                        })),
                named("m118", "renews a loan a few times only", "N10.")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            private final IdentityHashMap<WireDelivery, Integer> renewals = new IdentityHashMap<>();

                            @Override
                            public void renew(List<? extends WireDelivery> deliveries) {
                                sound.renew(deliveries.stream()
                                        .filter(delivery -> renewals.merge(delivery, 1, Integer::sum) < RENEWALS)
                                        .toList());
                            }
                        })));
    }

    /** Settles what it was told to when it is told the next time. */
    static final class Tardy extends ReceiverDecorator {
        private List<? extends WireDelivery> last = List.of();

        Tardy(Receiver sound) {
            super(sound);
        }

        @Override
        public void accept(List<? extends WireDelivery> deliveries) {
            sound.accept(last);
            last = List.copyOf(deliveries);
        }
    }

    /** Brings nothing until some time. */
    private static final class Disturbed extends ReceiverDecorator {
        private final AtomicLong until;

        Disturbed(Receiver sound, AtomicLong until) {
            super(sound);
            this.until = until;
        }

        @Override
        public List<WireDelivery> receive(int max, Duration wait) throws Exception {
            if (System.nanoTime() - until.get() >= 0) {
                return sound.receive(max, wait);
            }
            LockSupport.parkNanos(this, wait.toNanos());
            return List.of();
        }
    }
}
