package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.History;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One way in which the suite's own tools can be broken: with these, even a sound transport must not conform.
 *
 * @param id the letter h and a number
 * @param title what is broken
 * @param designated the codes with which it has to be found out
 * @param witness how the witness is broken
 * @param forgets what the history does not write down
 */
public record HarnessMutant(
        String id,
        String title,
        List<String> designated,
        UnaryOperator<BrokerWitness> witness,
        Predicate<Event> forgets)
        implements Broken {
    /** One that is not broken yet. */
    static HarnessMutant named(String id, String title, String... designated) {
        return new HarnessMutant(id, title, List.of(designated), UnaryOperator.identity(), event -> false);
    }

    /** This with a broken witness. */
    HarnessMutant witness(UnaryOperator<BrokerWitness> breakage) {
        return new HarnessMutant(id, title, designated, breakage, forgets);
    }

    /** This with a history that leaves events out. */
    HarnessMutant forgetting(Predicate<Event> which) {
        return new HarnessMutant(id, title, designated, witness, which);
    }

    @Override
    public TransportHarness harness(TransportHarness sound) {
        return new HarnessDecorator(sound) {
            @Override
            public BrokerWitness witness() {
                return witness.apply(sound.witness());
            }
        };
    }

    @Override
    public History history() {
        return new History(forgets);
    }
}
