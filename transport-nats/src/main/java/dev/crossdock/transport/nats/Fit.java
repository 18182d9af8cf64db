package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.Set;

/**
 * Whether what is there can keep the promises. Only what would break one is compared: replicas, limits with which new
 * messages are refused, times and descriptions are the operator's.
 */
final class Fit {
    private Fit() {}

    static void check(Address address, StreamConfiguration wanted, StreamConfiguration found) {
        require(address, "retention", wanted.getRetentionPolicy(), found.getRetentionPolicy());
        if (!Set.copyOf(found.getSubjects()).containsAll(wanted.getSubjects())) {
            throw conflict(address, "subjects", wanted.getSubjects(), found.getSubjects());
        }
        require(address, "max_age", wanted.getMaxAge(), found.getMaxAge());
        require(address, "max_msgs_per_subject", wanted.getMaxMsgsPerSubject(), found.getMaxMsgsPerSubject());
        boolean limited = found.getMaxMsgs() > 0 || found.getMaxBytes() > 0;
        if (limited && found.getDiscardPolicy() != DiscardPolicy.New) {
            throw conflict(address, "limits (with discard old)", "none", "some");
        }
        if (wanted.getAllowMsgSchedules() && !found.getAllowMsgSchedules()) {
            throw conflict(address, "allow_msg_schedules", true, false);
        }
        if (wanted.getAllowMessageTtl() && !found.getAllowMessageTtl()) {
            throw conflict(address, "allow_msg_ttl", true, false);
        }
    }

    static void check(Address address, ConsumerConfiguration wanted, ConsumerConfiguration found) {
        require(address, "ordering (priority_policy)", wanted.getPriorityPolicy(), found.getPriorityPolicy());
        require(address, "filter_subjects", filters(wanted), filters(found));
        require(address, "ack_policy", wanted.getAckPolicy(), found.getAckPolicy());
        require(address, "max_deliver", wanted.getMaxDeliver(), found.getMaxDeliver());
        require(address, "headers_only", wanted.isHeadersOnly(), found.isHeadersOnly());
        if (found.getMaxAckPending() > 0 && found.getMaxAckPending() < wanted.getMaxAckPending()) {
            // What waits for its retry is pending, and must not keep others waiting.
            throw conflict(address, "max_ack_pending", wanted.getMaxAckPending(), found.getMaxAckPending());
        }
        if (found.getInactiveThreshold() != null
                && !found.getInactiveThreshold().isZero()) {
            throw conflict(address, "inactive_threshold", "none", found.getInactiveThreshold());
        }
        if (found.getBackoff() != null && !found.getBackoff().isEmpty()) {
            throw conflict(address, "backoff", "none", found.getBackoff());
        }
    }

    private static Set<String> filters(ConsumerConfiguration consumer) {
        List<String> filters = consumer.getFilterSubjects();
        return filters == null ? Set.of() : Set.copyOf(filters);
    }

    private static void require(Address address, String setting, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            throw conflict(address, setting, wanted, found);
        }
    }

    private static MessagingException conflict(Address address, String setting, Object wanted, Object found) {
        return new MessagingException(
                ErrorCode.CONFLICT,
                "Wanted the " + NatsNames.inWords(address) + " with " + setting + " " + wanted
                        + ", found one that differs in " + setting + ": " + found + "; nothing was changed");
    }
}
