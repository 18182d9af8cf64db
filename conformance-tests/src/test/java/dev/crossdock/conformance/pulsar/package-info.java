/** Holds the transport of Apache Pulsar to the contract. */
@NullMarked
package dev.crossdock.conformance.pulsar;

import org.jspecify.annotations.NullMarked;
