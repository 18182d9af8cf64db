package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.catalogue.Catalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All scenarios that have been written. */
public final class Scenarios {
    private static final List<Section> SECTIONS = List.of(
            new PublishScenarios(),
            new AbsenceScenarios(),
            new DeliveryScenarios(),
            new GroupScenarios(),
            new OrderScenarios(),
            new RetryScenarios(),
            new DeadLetterScenarios(),
            new RedriveScenarios(),
            new DeskScenarios(),
            new RedriveDeathScenarios(),
            new IdempotencyScenarios(),
            new StoreOutageScenarios(),
            new MarkScenarios(),
            new DelayScenarios(),
            new FidelityScenarios(),
            new HostileScenarios(),
            new ConcurrencyScenarios(),
            new LifecycleScenarios(),
            new TopologyScenarios(),
            new HonestyScenarios(),
            new SecurityScenarios(),
            new SecretScenarios(),
            new ObservationScenarios(),
            new DeathScenarios(),
            new RestartScenarios(),
            new StartScenarios(),
            new LinkScenarios(),
            new LostAnswerScenarios(),
            new OutageScenarios(),
            new FrozenScenarios(),
            new DeletionScenarios(),
            new ExhaustionScenarios(),
            new HealthScenarios(),
            new MembershipScenarios(),
            new RollingScenarios(),
            new LeaseScenarios(),
            new LongDelayScenarios());

    private Scenarios() {}

    /**
     * The bodies by id.
     *
     * @throws IllegalStateException if one has no entry in the catalogue, or two have the same
     */
    public static Map<String, Scenario> all() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        for (Section section : SECTIONS) {
            section.scenarios().forEach((id, body) -> {
                Catalogue.standard().entry(id);
                if (all.put(id, body) != null) {
                    throw new IllegalStateException("two scenarios are called " + id);
                }
            });
        }
        return all;
    }
}
