/**
 * The conformance suite: what every transport must pass, against the real broker.
 *
 * <p>Write one class that extends {@link dev.crossdock.conformance.TransportConformance} and a
 * {@link dev.crossdock.conformance.TransportHarness} for each mode of the broker. The scenarios come from the catalogue,
 * not from methods that could be overridden; nothing is skipped; and what is claimed about the broker is asked of a
 * {@link dev.crossdock.conformance.BrokerWitness} that does not use this library.
 */
@NullMarked
package dev.crossdock.conformance;

import org.jspecify.annotations.NullMarked;
