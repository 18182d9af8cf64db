package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.spi.Description;

/** What nobody here can judge. */
final class UnseenRule implements Rule {
    @Override
    public void judge(Examination examination, Findings findings) {
        for (Found found : examination.found()) {
            if (found.facts() != null) {
                for (Description.Unseen unseen : found.facts().unseen()) {
                    findings.note(
                            "unseen", found.object().about(), "Cannot be seen: " + unseen.what() + ". " + unseen.how());
                }
            }
        }
    }
}
