package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is done to the processes of consumers, and how one knows that it was. */
final class ConsumerBlows {
    private static final Duration TIME_TO_BE_AT_WORK = Duration.ofSeconds(5);

    private final Site site;

    ConsumerBlows(Site site) {
        this.site = site;
    }

    Witnessed strike(PlannedFault fault) throws Exception {
        Crew crew = site.crews().get(fault.target() % site.crews().size());
        int index = fault.target() / site.crews().size() % crew.size();
        return switch (fault.blow()) {
            case CONSUMER_KILL -> kill(fault, crew, index);
            case CONSUMER_FREEZE -> freeze(fault, crew, index);
            default -> replace(fault, crew, index);
        };
    }

    private Witnessed kill(PlannedFault fault, Crew crew, int index) throws Exception {
        Integer atWork = findAtWork(crew, index);
        if (atWork == null) {
            return new Witnessed(fault, false, "no member of " + crew.group() + " had a handler at work");
        }
        Worker victim = crew.member(atWork);
        int handlers = victim.hanging();
        victim.kill();
        boolean gone = !victim.isAlive();
        crew.replace(atWork);
        return new Witnessed(
                fault, gone && handlers > 0, victim.member() + " died with " + handlers + " handlers at work");
    }

    private Witnessed freeze(PlannedFault fault, Crew crew, int index) throws Exception {
        Integer atWork = findAtWork(crew, index);
        if (atWork == null) {
            return new Witnessed(fault, false, "no member of " + crew.group() + " had a handler at work");
        }
        Worker victim = crew.member(atWork);
        int handlers = victim.hanging();
        Duration time = Soak.LEASE.plusSeconds(3);
        site.tell(Kind.FAULT_ON, fault.toString());
        victim.suspend();
        try {
            site.linger(time);
        } finally {
            crew.back(victim);
            victim.resume();
        }
        // It learns of what it has lost when it comes to settle it.
        boolean back = site.history().await(() -> victim.hanging() == 0, site.patience());
        site.linger(site.harness().timings().quiet());
        site.tell(Kind.FAULT_OFF, fault.toString());
        return new Witnessed(
                fault,
                back && handlers > 0,
                victim.member() + " stood still for " + time.toMillis() + " ms with " + handlers + " handlers at work");
    }

    private Witnessed replace(PlannedFault fault, Crew crew, int index) throws Exception {
        Worker victim = crew.member(index);
        victim.stop();
        boolean gone = !victim.isAlive();
        crew.replace(index);
        return new Witnessed(fault, gone, victim.member() + " ended when it was asked to");
    }

    // In a group that keeps an order, the broker may give everything to one member.
    private @Nullable Integer findAtWork(Crew crew, int first) throws InterruptedException {
        for (int i = 0; i < 2 * crew.size(); i++) {
            int index = (first + i) % crew.size();
            Worker worker = crew.member(index);
            worker.act(Act.HANG);
            if (site.history().await(() -> worker.hanging() > 0, TIME_TO_BE_AT_WORK)) {
                return index;
            }
            crew.back(worker);
        }
        return null;
    }
}
