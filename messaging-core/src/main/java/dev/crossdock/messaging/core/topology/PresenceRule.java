package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.TopologyObject.Kind;
import dev.crossdock.messaging.TopologyObject.State;

/** What is not there, or is another than it has to be. */
final class PresenceRule implements Rule {
    private static final String MADE =
            "GroupTopology.apply() makes it, and so does a consumer that starts with crossdock.provision = create";

    @Override
    public void judge(Examination examination, Findings findings) {
        for (Found found : examination.found()) {
            String about = found.object().about();
            if (found.is(State.DIFFERENT)) {
                findings.error("different", about, found.object().detail());
            } else if (found.is(State.MISSING) && found.is(Kind.DEAD_LETTERS)) {
                findings.error(
                        "missing-dead-letters",
                        about,
                        "Not there: what has used up its retries has nowhere to go, and is kept by the consumer, which"
                                + " tries again and again; " + MADE);
            } else if (found.is(State.MISSING)) {
                findings.error("missing", about, "Not there: a consumer of the group cannot start; " + MADE);
            }
        }
    }
}
