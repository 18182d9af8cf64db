package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.TopologyObject.Kind;
import java.util.OptionalInt;

/** What order per key needs. */
final class OrderRule implements Rule {
    @Override
    public void judge(Examination examination, Findings findings) {
        if (examination.settings().ordering() != Ordering.PER_KEY) {
            return;
        }
        if (!examination.broker().ordersPerKey()) {
            findings.error(
                    "ordering",
                    "consumers of the group",
                    "Order per key is asked for, which this broker does not keep as it is configured: a consumer does not"
                            + " start");
        }
        OptionalInt topic = partitions(examination, Kind.TOPIC);
        OptionalInt inbox = partitions(examination, Kind.INBOX);
        if (topic.isPresent() && inbox.isPresent() && topic.getAsInt() != inbox.getAsInt()) {
            findings.warning(
                    "partitions",
                    about(examination),
                    "The topic has " + topic.getAsInt() + " partitions and the inbox " + inbox.getAsInt()
                            + ", so that a key may belong to one member here and to another there: what is redriven can be"
                            + " handled at the same time as another message of its key. What was only published keeps its"
                            + " order; possible is the same number");
        }
    }

    private static OptionalInt partitions(Examination examination, Kind kind) {
        for (Found found : examination.found()) {
            if (found.is(kind) && found.facts() != null) {
                return found.facts().partitions();
            }
        }
        return OptionalInt.empty();
    }

    private static String about(Examination examination) {
        return examination.found().stream()
                .filter(found -> found.is(Kind.INBOX))
                .findFirst()
                .map(found -> found.object().about())
                .orElse("inbox of the group");
    }
}
