/**
 * The transport of Apache Kafka. {@code crossdock.transport = kafka} chooses it; everything else is configuration, see
 * {@code docs/transports/kafka.md}.
 */
@NullMarked
package dev.crossdock.transport.kafka;

import org.jspecify.annotations.NullMarked;
