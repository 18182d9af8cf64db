package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.spi.Description;

/** How many copies of a message there are, and how many a confirm stands for. */
final class CopiesRule implements Rule {
    @Override
    public void judge(Examination examination, Findings findings) {
        for (Found found : examination.found()) {
            if (found.facts() != null) {
                judge(found.object().about(), found.facts(), findings);
            }
        }
    }

    private static void judge(String about, Description facts, Findings findings) {
        if (facts.replicas().isEmpty()) {
            return;
        }
        int copies = facts.replicas().getAsInt();
        int confirmed = facts.minInSync().orElse(0);
        if (confirmed > copies) {
            findings.error(
                    "too-few-copies",
                    about,
                    "A confirm takes " + confirmed + " copies, and there are " + copies
                            + ": nothing can be sent there");
        } else if (copies == 1) {
            findings.note("one-copy", about, "There is one copy of each message: it is as safe as one node is");
        } else if (confirmed == copies) {
            findings.warning(
                    "no-spare-copy",
                    about,
                    "A confirm takes all " + copies + " copies: nothing can be sent there while one node is away");
        } else if (confirmed == 1) {
            findings.note(
                    "confirmed-by-one",
                    about,
                    "There are " + copies
                            + " copies, and a confirm may stand for one of them only: if its node is lost then,"
                            + " the message is");
        }
    }
}
