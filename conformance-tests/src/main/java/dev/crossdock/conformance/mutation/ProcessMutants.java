package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Transports that lose what a process has in hand when it dies. They are broken in every process, and only a broker that
 * others reach too can find them out.
 */
final class ProcessMutants {
    private ProcessMutants() {}

    static List<Mutant> all() {
        return List.of(
                named("m108", "removes dead letters before their copies are confirmed", "G05.lost")
                        .transport(receiving(
                                (sound, queue) -> queue instanceof Address.DeadLetters ? new Hasty(sound) : sound)),
                named("m109", "settles what it hands out to a process that dies", "H03.absorbed")
                        .transport(receiving(
                                (sound, queue) -> queue instanceof Address.Inbox ? new Hasty(sound) : sound)));
    }

    /** What is broken under a name that another process has announced. */
    static UnaryOperator<Transport> announcedElsewhere(String breakage) {
        return all().stream()
                .filter(mutant -> breakage.startsWith(mutant.id() + "-"))
                .findFirst()
                .map(Mutant::transport)
                .orElse(UnaryOperator.identity());
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
