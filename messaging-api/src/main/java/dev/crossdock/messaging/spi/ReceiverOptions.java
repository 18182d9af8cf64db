package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.Ordering;
import java.time.Duration;

/**
 * How a queue is read.
 *
 * @param ordering {@link Ordering#PER_KEY} obliges the transport: messages of equal keys come in the order of the queue,
 *     and while one of them is on loan to a receiver no other receiver of the group gets a later one
 * @param lease how long a loan lasts without a renewal, where loans end
 * @param prefetch how many messages the engine will hold at most; a transport whose client fetches ahead stays within it,
 *     and if it is 1, nothing but the message in hand is counted when the process dies
 * @param listener is told about loans that ended
 */
public record ReceiverOptions(Ordering ordering, Duration lease, int prefetch, SettlementListener listener) {}
