/**
 * What a transport implements, and the engine that stands on it. Users of the library need nothing from here.
 *
 * <p>A transport moves bytes and says what its broker can do. It holds no retry policy, counts no attempts beyond what
 * its broker counts, knows no dead letters, no idempotency, no codec and no handler threads: all of that is the engine's,
 * so that it is the same everywhere.
 *
 * <p>Implement {@link dev.crossdock.messaging.spi.TransportProvider}, {@link dev.crossdock.messaging.spi.Transport},
 * {@link dev.crossdock.messaging.spi.Receiver} and {@link dev.crossdock.messaging.spi.WireDelivery}; name the provider in
 * {@code META-INF/services}; then run the conformance suite.
 *
 * <p>This package is not frozen yet: it may change until the fifth transport is done.
 */
@NullMarked
package dev.crossdock.messaging.spi;

import org.jspecify.annotations.NullMarked;
