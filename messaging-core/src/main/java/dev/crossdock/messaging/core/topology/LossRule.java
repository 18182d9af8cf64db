package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.TopologyObject.Kind;
import dev.crossdock.messaging.spi.Description;

/** What makes the broker take messages away by itself, or take none. */
final class LossRule implements Rule {
    @Override
    public void judge(Examination examination, Findings findings) {
        for (Found found : examination.found()) {
            Description facts = found.facts();
            if (facts != null) {
                judge(examination, found, facts, findings);
            }
        }
    }

    private static void judge(Examination examination, Found found, Description facts, Findings findings) {
        String about = found.object().about();
        facts.deliveryLimit().ifPresent(limit -> deliveries(examination, found, limit, findings));
        for (Description.Bound bound : facts.bounds()) {
            if (bound.removes()) {
                findings.error(
                        "drops-unhandled",
                        about,
                        "With " + bound.setting()
                                + " the broker removes messages that nobody has handled, and tells nobody;"
                                + " possible is to refuse new ones, or no such setting");
            } else {
                findings.note(
                        "refuses-when-full",
                        about,
                        "With " + bound.setting() + " what is sent there is refused when there are too many");
            }
        }
        facts.deletedWhenUnused()
                .ifPresent(time -> findings.error(
                        "deleted-when-unused",
                        about,
                        "The broker removes it with all that is in it when nobody has read it for " + time
                                + ", which delay lanes and dead letters hardly ever are; possible is no such limit"));
        if (facts.detached()) {
            findings.error(
                    "detached",
                    about,
                    "What is published to the topic does not get there; GroupTopology.apply() connects it");
        }
        if (facts.onlyInMemory()) {
            findings.warning(
                    "only-in-memory",
                    about,
                    "The broker keeps it in memory: what was confirmed is gone when it restarts; possible is its disk");
        }
        for (String alarm : facts.alarms()) {
            findings.error("alarm", about, "The broker takes no messages now: " + alarm);
        }
    }

    private static void deliveries(Examination examination, Found found, int limit, Findings findings) {
        String about = found.object().about();
        String taken = "The broker takes away by itself what it has delivered " + limit
                + " times and nobody has accepted, past the dead letters of the group; ";
        String possible = "; possible is no such limit, because the retry policy has one";
        if (!found.is(Kind.INBOX)) {
            findings.warning(
                    "delivery-limit",
                    about,
                    taken + "who looks there without taking anything may use that up; possible is no such limit");
            return;
        }
        int attempts = examination.settings().retry().attemptLimit();
        if (limit < attempts) {
            String all = attempts == Integer.MAX_VALUE ? "as many as it takes" : Integer.toString(attempts);
            findings.error("delivery-limit", about, taken + "the retry policy makes attempts, " + all + possible);
        } else {
            findings.warning(
                    "delivery-limit",
                    about,
                    taken + "the retry policy makes no more than " + attempts
                            + " attempts, but deliveries count that were none, as when a process dies" + possible);
        }
    }
}
