package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the management interface says of a queue: a few fields of its JSON, all of them flat. Pure. */
final class ManagedQueue {
    private static final Pattern POLICY =
            Pattern.compile("\"effective_policy_definition\"\\s*:\\s*(?:\\{([^{}]*)}|\\[])");
    private static final Pattern MEMBERS = Pattern.compile("\"members\"\\s*:\\s*\\[([^\\]]*)]");
    private static final Pattern ENTRY = Pattern.compile("\"([a-z-]+)\"\\s*:\\s*\"?([^\",]*)\"?");

    private ManagedQueue() {}

    /** Whether an answer says which policies hold, if only that none does. */
    static boolean tellsOfPolicies(String json) {
        return POLICY.matcher(json).find();
    }

    /**
     * Reads policies, those of operators included, in how they go together with what our queues are declared with.
     *
     * @throws NumberFormatException if there is another value at a key than the broker lets be put there
     */
    static void read(Address.Queue queue, String json, Description.Builder facts) {
        Matcher members = MEMBERS.matcher(json);
        if (members.find()) {
            int copies = members.group(1).isBlank() ? 1 : members.group(1).split(",", -1).length;
            // Quorum queues confirm what a majority has.
            facts.replicas(copies).minInSync(copies / 2 + 1);
        }
        Map<String, String> policy = policy(json);
        if (policy.containsKey("delivery-limit")) {
            long limit = Long.parseLong(policy.get("delivery-limit"));
            // The greater one holds when one of two is negative, as our argument is (resolve_delivery_limit in the
            // broker's
            // rabbit_quorum_queue). It counts returns: the first delivery is one more.
            if (limit >= 0) {
                facts.deliveryLimit((int) Math.min(Integer.MAX_VALUE, limit + 1));
            }
        }
        boolean lane = queue instanceof Address.DelayLane;
        for (String key : new String[] {"max-length", "max-length-bytes"}) {
            if (policy.containsKey(key)) {
                // A lane's own argument says reject-publish, and wins over a policy's overflow.
                boolean refuses = lane || "reject-publish".equals(policy.get("overflow"));
                facts.bound(key + " = " + policy.get(key) + (refuses ? "" : " (policy, overflow drop-head)"), !refuses);
            }
        }
        if (policy.containsKey("message-ttl") && !lane) {
            // What leaves a lane too early is sent to another one.
            facts.retention(Duration.ofMillis(Long.parseLong(policy.get("message-ttl"))));
        }
        if (policy.containsKey("expires")) {
            facts.deletedWhenUnused(Duration.ofMillis(Long.parseLong(policy.get("expires"))));
        }
    }

    private static Map<String, String> policy(String json) {
        Map<String, String> entries = new HashMap<>();
        Matcher definition = POLICY.matcher(json);
        if (definition.find() && definition.group(1) != null) {
            Matcher entry = ENTRY.matcher(definition.group(1));
            while (entry.find()) {
                entries.put(entry.group(1), entry.group(2).strip());
            }
        }
        return entries;
    }
}
