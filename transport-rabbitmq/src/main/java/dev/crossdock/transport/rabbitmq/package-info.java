/**
 * RabbitMQ 4 with quorum queues, through AMQP 0-9-1 and the Java client.
 *
 * <p><b>Topology.</b> A topic is a durable fanout exchange, a group's inbox a quorum queue bound to it. Dead letters and
 * delay lanes are quorum queues of their own; the broker moves on by itself what has waited in a lane.
 *
 * <p><b>Order per key.</b> An inbox with order is read by one consumer at a time (single active consumer); the others
 * stand by.
 *
 * <p><b>Connections.</b> One for publishing, made with the first send, and one for everything else: a broker that is short
 * of memory stops reading from the former, and acknowledgements must not wait behind that. Neither is recovered by the
 * client: the engine closes what was lost and opens it again.
 *
 * <p>What is set, granted and promised is in {@code docs/transports/rabbitmq.md}.
 */
@NullMarked
package dev.crossdock.transport.rabbitmq;

import org.jspecify.annotations.NullMarked;
