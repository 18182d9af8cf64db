package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.TopologyFinding;
import java.util.List;

/** All that is known about what hurts later. Pure. */
final class Rules {
    private static final List<Rule> ALL = List.of(
            new PresenceRule(),
            new LossRule(),
            new RetentionRule(),
            new HandlerTimeRule(),
            new OrderRule(),
            new CopiesRule(),
            new UnseenRule());

    private Rules() {}

    /** What there is to say, the worst first. */
    static List<TopologyFinding> judge(Examination examination) {
        Findings findings = new Findings();
        ALL.forEach(rule -> rule.judge(examination, findings));
        return findings.list();
    }
}
