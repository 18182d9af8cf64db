package dev.crossdock.messaging.spi;

import java.time.Duration;
import java.util.List;

/**
 * Reads one queue. All methods but {@link #wakeup()} are called by one thread, one at a time.
 *
 * <p>A received message is on loan until it is accepted, released or given back here, or the receiver closes, or its
 * lease runs out. Leaving it alone is always safe: the broker delivers it again.
 *
 * <p>Lists that are given to a receiver are the engine's: they are not kept after the call. Settling throws nothing and does
 * not wait for the broker. What could not be settled is told to the {@link SettlementListener}.
 */
public interface Receiver {
    /**
     * Waits for messages.
     *
     * <p>Called again and again, also with {@code max} 0 while there is no room: the transport uses these calls for
     * whatever keeps its session alive and its settlements moving.
     *
     * @param max how many messages there is room for; 0 or more
     * @param wait how long to wait for the first one; it returns as soon as there is one, or after {@link #wakeup()}, and
     *     does not wait for more
     * @return at most {@code max} messages, in the order of the queue; empty if there was none
     * @throws Exception if the session is lost; the engine closes this receiver and opens another
     * @throws InterruptedException if the thread is interrupted
     */
    List<WireDelivery> receive(int max, Duration wait) throws Exception;

    /** Makes a {@link #receive} that waits return soon, or else the next one. Any thread; cheap. */
    void wakeup();

    /** These are done: the group does not get them again. */
    void accept(List<? extends WireDelivery> deliveries);

    /**
     * These come again, not before the delay, as the next attempt. Called only with a delay within
     * {@link Capabilities#maxReleaseDelay()}.
     */
    void release(List<? extends WireDelivery> deliveries, Duration delay);

    /**
     * These were not started, or their attempts are noted: they come again at once, to any receiver, at the place in
     * the queue that they had. Where the broker can, their delivery is not counted.
     */
    void giveBack(List<? extends WireDelivery> deliveries);

    /** These stay on loan for another {@link ReceiverOptions#lease()} from now. No effect where loans do not end. */
    void renew(List<? extends WireDelivery> deliveries);

    /**
     * This one stays on loan and is attempted again in place. Where the broker has a lasting place for it, the attempts
     * made so far are noted, so that the {@link WireDelivery#deliveryCount()} of a later delivery, after a crash, is
     * greater than them.
     *
     * @param attemptsMade attempts of this copy that have failed, at least 1
     * @return whether there is such a place. If not, and the message has to go back before it was attempted again, it is
     *     released and not given back
     */
    boolean hold(WireDelivery delivery, int attemptsMade);

    /**
     * Passes on to the broker what was settled, waiting for as long as that takes within the client's limits, and ends
     * the session. What is still on loan goes back. May be called again.
     */
    void close() throws Exception;
}
