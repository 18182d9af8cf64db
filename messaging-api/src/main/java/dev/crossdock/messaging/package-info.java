/**
 * The user's side of Crossdock: publish, consume and look after dead letters the same way on every broker.
 *
 * <p>Start at {@link dev.crossdock.messaging.Messaging}. The three words are
 * {@link dev.crossdock.messaging.Publisher}, {@link dev.crossdock.messaging.Consumer} and
 * {@link dev.crossdock.messaging.DeadLetters}; everything else is a value that one of them takes or gives. There is no
 * acknowledge method: a handler that returns has accepted its message, a handler that throws has asked for the retry
 * policy.
 *
 * <p>Nothing here accepts or returns {@code null} unless it is marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package dev.crossdock.messaging;

import org.jspecify.annotations.NullMarked;
