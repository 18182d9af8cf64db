package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Direction;
import dev.crossdock.conformance.network.Link;
import java.time.Duration;
import java.util.Map;

/** What is done to the broker and to the way to it, and how one knows that it was. */
final class BrokerBlows {
    private final Site site;

    BrokerBlows(Site site) {
        this.site = site;
    }

    Witnessed strike(PlannedFault fault) throws InterruptedException {
        String name = fault.toString();
        site.tell(Kind.FAULT_ON, name);
        try {
            Evidence evidence = fault.blow().isOfTheLink() ? breakLink(fault) : breakBroker(fault);
            return new Witnessed(fault, evidence.seen(), evidence.text(), resumed());
        } finally {
            site.tell(Kind.FAULT_OFF, name);
        }
    }

    private record Evidence(boolean seen, String text) {}

    private Evidence breakBroker(PlannedFault fault) throws InterruptedException {
        BrokerControl control = site.harness().control();
        boolean kill = fault.blow() == Blow.BROKER_KILL;
        int before;
        int during;
        try {
            // Returns only when nobody answers any more.
            if (kill) {
                control.kill();
                site.tell(Kind.BROKER_DIED, fault.toString());
            } else {
                control.pause();
            }
            // What was confirmed before may still be written down.
            site.linger(Duration.ofMillis(100));
            before = site.progress().confirmed();
            site.linger(Duration.ofMillis(fault.amount()));
            during = site.progress().confirmed() - before;
        } finally {
            if (kill) {
                control.start();
            } else {
                control.resume();
            }
        }
        return new Evidence(
                during == 0,
                (kill ? "it was gone" : "it was stopped") + ", " + during + " messages were confirmed meanwhile");
    }

    private Evidence breakLink(PlannedFault fault) throws InterruptedException {
        Link link = site.link();
        int broken = link.broken();
        String more = "";
        try {
            switch (fault.blow()) {
                case LINK_RESET -> link.reset();
                case LINK_CUT -> {
                    link.cut();
                    site.linger(Duration.ofMillis(fault.amount()));
                }
                case LINK_HOLD_REQUESTS -> more = hold(Direction.TO_BROKER, fault);
                case LINK_HOLD_ANSWERS -> more = hold(Direction.TO_CLIENTS, fault);
                case LINK_BREAK_REQUEST -> link.breakAfter(Direction.TO_BROKER, fault.amount());
                default -> link.breakAfter(Direction.TO_CLIENTS, fault.amount());
            }
            boolean unused = site.history().await(() -> link.broken() > broken, site.patience());
        } finally {
            link.mend();
        }
        int count = link.broken() - broken;
        return new Evidence(count > 0, count + " connections broken" + more);
    }

    // Connections that were held are reset, because a broker may never notice otherwise.
    private String hold(Direction direction, PlannedFault fault) throws InterruptedException {
        Link link = site.link();
        link.hold(direction);
        long passed = link.passed(direction);
        site.linger(Duration.ofMillis(fault.amount()));
        long through = link.passed(direction) - passed;
        link.reset();
        return ", " + through + " bytes came through before";
    }

    private Map<String, Long> resumed() throws InterruptedException {
        Progress.Watch watch = site.progress().watch(site.history().now());
        boolean unused = site.history().await(watch::isComplete, site.patience());
        return watch.end();
    }
}
