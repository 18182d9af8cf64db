/**
 * The transport of Apache Pulsar. {@code crossdock.transport = pulsar} chooses it; everything else is configuration, see
 * {@code docs/transports/pulsar.md}.
 */
@NullMarked
package dev.crossdock.transport.pulsar;

import org.jspecify.annotations.NullMarked;
