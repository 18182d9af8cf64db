package dev.crossdock.conformance.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything there is that is broken. */
public final class Mutants {
    private Mutants() {}

    /** Those that only a broker can find out that asks for credentials, by id. */
    public static List<Broken> ofNetworks() {
        List<Broken> all = new ArrayList<>(SecurityMutants.all());
        all.addAll(SecretMutants.all());
        return List.copyOf(all);
    }

    /** Those that only a broker can find out that other processes reach, by id. */
    public static List<Broken> ofProcesses() {
        return List.copyOf(ProcessMutants.all());
    }

    /** Those that any broker can find out, by id. */
    public static List<Broken> all() {
        List<Broken> all = new ArrayList<>();
        all.addAll(DeliveryMutants.all());
        all.addAll(FidelityMutants.all());
        all.addAll(HostileMutants.all());
        all.addAll(TopologyMutants.all());
        all.addAll(DeadLetterMutants.all());
        all.addAll(DelayMutants.all());
        all.addAll(ConsumerMutants.all());
        all.addAll(RetryMutants.all());
        all.addAll(StoreOutageMutants.all());
        all.addAll(PublisherMutants.all());
        all.addAll(MembershipMutants.all());
        all.addAll(HonestyMutants.all());
        all.addAll(DeskMutants.all());
        all.addAll(HarnessMutants.all());
        all.sort(Comparator.comparing(Broken::id));
        return List.copyOf(all);
    }
}
