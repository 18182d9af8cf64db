package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.HarnessMutant.named;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Witnesses and histories that do not tell the truth. */
final class HarnessMutants {
    private HarnessMutants() {}

    static List<HarnessMutant> all() {
        return List.of(
                named("h01", "has a witness that finds every queue empty", "A01.visible", "F02.", "M04.messages")
                        .witness(HarnessMutants::findsQueuesEmpty),
                named("h02", "has a witness that finds everything settled", "B04.")
                        .witness(HarnessMutants::findsAllSettled),
                named("h03", "has a witness that finds no objects", "M01.", "M05.", "O05.")
                        .witness(HarnessMutants::findsNoObjects),
                named("h04", "has a witness that finds nobody connected", "L04.receivers")
                        .witness(HarnessMutants::findsNobody),
                named("h05", "has a witness whose messages never arrive", "J07.")
                        .witness(HarnessMutants::publishesNothing),
                named("h11", "forgets one start in fifty", "C01.").forgetting(oneIn(50, Kind.START)),
                named("h12", "forgets one success in fifty", "B01.lost").forgetting(oneIn(50, Kind.OK)),
                named("h13", "forgets one failure in three", "E02.R4_UNEXPLAINED_DUPLICATE")
                        .forgetting(oneIn(3, Kind.FAILED)),
                named("h14", "forgets that a publish was confirmed", "B01.R11_LIVENESS")
                        .forgetting(oneIn(100, Kind.CONFIRMED)),
                named("h15", "forgets what was published", "B01.R11_LIVENESS").forgetting(oneIn(100, Kind.PUBLISH)),
                named("h16", "forgets all that was delivered again", "D01.").forgetting(event -> event.attempt() > 1),
                named("h17", "forgets that a lease was lost", "B05.")
                        .forgetting(event -> event.kind() == Kind.LEASE_LOST));
    }

    private static BrokerWitness findsQueuesEmpty(BrokerWitness witness) {
        return new WitnessDecorator(witness) {
            @Override
            public long depth(Address.Queue queue) {
                return 0;
            }

            @Override
            public List<WireMessage> peek(Address.Queue queue) {
                return List.of();
            }
        };
    }

    private static BrokerWitness findsAllSettled(BrokerWitness witness) {
        return new WitnessDecorator(witness) {
            @Override
            public long unsettled(Address.Queue queue) {
                return 0;
            }
        };
    }

    private static BrokerWitness findsNoObjects(BrokerWitness witness) {
        return new WitnessDecorator(witness) {
            @Override
            public Set<Address> topology(String topic) {
                return Set.of();
            }
        };
    }

    private static BrokerWitness findsNobody(BrokerWitness witness) {
        return new WitnessDecorator(witness) {
            @Override
            public int connections() {
                return 0;
            }

            @Override
            public int receivers(Address.Queue queue) {
                return 0;
            }
        };
    }

    private static BrokerWitness publishesNothing(BrokerWitness witness) {
        return new WitnessDecorator(witness) {
            @Override
            public void publishForeign(String topic, byte[] body) {
                // Never arrives.
            }
        };
    }

    private static Predicate<Event> oneIn(int many, Kind kind) {
        AtomicInteger seen = new AtomicInteger();
        return event -> event.kind() == kind && seen.incrementAndGet() % many == 0;
    }
}
