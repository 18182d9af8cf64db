/**
 * A member of a group at work.
 *
 * <p>One thread, the {@code Pump}, owns the receiver: it fetches, hands batches to the {@code Workers}, and passes on what
 * they have settled. A message in hand is an {@code InFlight}; what happens to it is {@code Handling}'s, what follows a
 * failure is {@code Aftermath}'s.
 */
@NullMarked
package dev.crossdock.messaging.core.consume;

import org.jspecify.annotations.NullMarked;
