package dev.crossdock.conformance.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One fault after the other, each when its time has come and the one before is over. */
final class Storm {
    private final Site site;
    private final Operator operator;
    private final SoakPlan plan;
    private final BrokerBlows brokerBlows;
    private final ConsumerBlows consumerBlows;

    Storm(Site site, Operator operator, SoakPlan plan) {
        this.site = site;
        this.operator = operator;
        this.plan = plan;
        this.brokerBlows = new BrokerBlows(site);
        this.consumerBlows = new ConsumerBlows(site);
    }

    /** Strikes until all is done or the plan's time is over; what was not struck is missing in the answer. */
    List<Witnessed> strike(List<PlannedFault> schedule, Load load) throws Exception {
        List<Witnessed> witnessed = new ArrayList<>();
        long end = System.nanoTime() + plan.limit().toNanos();
        for (int i = 0; i < schedule.size(); i++) {
            PlannedFault fault = schedule.get(i);
            load.ceiling(i + 1 < schedule.size() ? schedule.get(i + 1).at() : Integer.MAX_VALUE);
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || !site.history().await(() -> site.progress().confirmed() >= fault.at(), left)) {
                break;
            }
            long began = System.nanoTime();
            Witnessed seen = strike(fault);
            witnessed.add(seen);
            Soak.say((i + 1) + "/" + schedule.size() + " " + fault + ": " + (seen.seen() ? "" : "NOT SEEN, ")
                    + seen.evidence() + (seen.resumedMillis().isEmpty() ? "" : ", resumed " + seen.resumedMillis())
                    + ", "
                    + (System.nanoTime() - began) / 1_000_000 + " ms; " + site.progress());
        }
        load.ceiling(Integer.MAX_VALUE);
        load.stormIsOver();
        return witnessed;
    }

    private Witnessed strike(PlannedFault fault) throws Exception {
        return switch (fault.blow()) {
            case CONSUMER_KILL, CONSUMER_FREEZE, CONSUMER_REPLACE -> consumerBlows.strike(fault);
            case REDRIVE -> operator.redrive(fault);
            default -> brokerBlows.strike(fault);
        };
    }
}
