package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Transport;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One way in which a transport or a library can be broken.
 *
 * @param id the letter m and a number
 * @param title what is broken
 * @param designated the codes with which it has to be found out, such as {@code B01.lost}: a scenario's id, a dot, and the
 *     beginning of what does not hold; every one of them
 * @param transport how the transport is broken
 * @param capabilities what the transport says of itself instead of the truth
 * @param library how the library is broken
 * @param config how the configuration is broken on its way to the library
 */
public record Mutant(
        String id,
        String title,
        List<String> designated,
        UnaryOperator<Transport> transport,
        UnaryOperator<Capabilities> capabilities,
        UnaryOperator<Messaging> library,
        UnaryOperator<MessagingConfig> config)
        implements Broken {
    @Override
    public TransportHarness harness(TransportHarness sound) {
        return new MutantHarness(sound, this);
    }

    /** A mutant that is not broken yet. */
    static Mutant named(String id, String title, String... designated) {
        return new Mutant(
                id,
                title,
                List.of(designated),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    /** This with a broken transport. */
    Mutant transport(UnaryOperator<Transport> breakage) {
        return new Mutant(id, title, designated, breakage, capabilities, library, config);
    }

    /** This with a transport that does not tell the truth about itself. */
    Mutant capabilities(UnaryOperator<Capabilities> lie) {
        return new Mutant(id, title, designated, transport, lie, library, config);
    }

    /** This with a broken library. */
    Mutant library(UnaryOperator<Messaging> breakage) {
        return new Mutant(id, title, designated, transport, capabilities, breakage, config);
    }

    /** This with a broken configuration. */
    Mutant config(UnaryOperator<MessagingConfig> breakage) {
        return new Mutant(id, title, designated, transport, capabilities, library, breakage);
    }
}
