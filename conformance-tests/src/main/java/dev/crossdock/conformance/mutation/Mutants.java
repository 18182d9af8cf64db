package dev.crossdock.conformance.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All mutants there are. */
public final class Mutants {
    private Mutants() {}

    /** By id. */
    public static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(TransportMutants.all());
        all.addAll(LibraryMutants.all());
        all.sort(Comparator.comparing(Mutant::id));
        return List.copyOf(all);
    }
}
