package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.spi.Transport;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One way to be broken.
 *
 * @param id the letter m and a number
 * @param title what is broken
 * @param designated the codes with which it has to be found out, such as {@code B01.lost}: a scenario's id, a dot, and the
 *     beginning of what does not hold; every one of them
 * @param transport how the transport is broken; the identity if it is not
 * @param library how the library is broken; the identity if it is not
 */
public record Mutant(
        String id,
        String title,
        List<String> designated,
        UnaryOperator<Transport> transport,
        UnaryOperator<Messaging> library) {
    /** A broken transport. */
    public static Mutant ofTransport(String id, String title, UnaryOperator<Transport> breakage, String... designated) {
        return new Mutant(id, title, List.of(designated), breakage, UnaryOperator.identity());
    }

    /** A broken engine, from outside. */
    public static Mutant ofLibrary(String id, String title, UnaryOperator<Messaging> breakage, String... designated) {
        return new Mutant(id, title, List.of(designated), UnaryOperator.identity(), breakage);
    }
}
