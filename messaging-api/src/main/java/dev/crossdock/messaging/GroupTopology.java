package dev.crossdock.messaging;

import java.time.Duration;
import java.util.List;

/**
 * What one group needs on the broker: its topic, its inbox, its dead letters, and delay lanes where the broker does not delay
 * by itself. For exactly the consumer that the builder has described when this was made, with what the configuration says
 * instead; that consumer is not started. Thread-safe; not for implementation by users.
 *
 * <p>Every method asks the broker anew, and throws {@link MessagingException} if it cannot be asked, or if a consumer as
 * described would be refused there whatever exists ({@link ErrorCode#UNSUPPORTED}).
 */
public interface GroupTopology {
    /** Everything that the group needs and whether it is there, in the order in which it is made. Changes nothing. */
    List<TopologyObject> plan();

    /**
     * Makes what is missing, whatever {@code crossdock.provision} says. What is there with other settings is left as it is.
     *
     * @return the plan afterwards
     */
    List<TopologyObject> apply();

    /**
     * What will hurt later, the worst first; empty if there is nothing to say. Changes nothing. It says what the broker lets
     * itself be asked; what it does not is a {@link TopologyFinding.Severity#NOTE} that says how to see it by hand.
     *
     * @param handlerTime how long the slowest handlers take, such as the 99th percentile; zero if nobody knows
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if that is negative
     */
    List<TopologyFinding> findings(Duration handlerTime);
}
