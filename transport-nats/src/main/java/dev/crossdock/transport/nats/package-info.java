/**
 * NATS JetStream from 2.11 on, with the official Java client.
 *
 * <p><b>Topology.</b> A topic is a stream that keeps a message until each of its groups has settled it, a group a durable
 * pull consumer in that stream, which also reads a subject that is the group's alone. Dead letters have a stream for each
 * group. Delayed messages are schedules in the topic's stream; before 2.12, lanes.
 *
 * <p><b>Order per key.</b> A consumer with order is pinned to one client at a time; whoever is next waits until nothing of
 * the one before is left.
 *
 * <p><b>Attempts.</b> The server counts deliveries. Where that is not what counts, a note beside the message says so.
 *
 * <p><b>Connection.</b> One, which the client makes again when it is lost. What was under way then is told as lost.
 *
 * <p>What is set, granted and promised is in {@code docs/transports/nats.md}.
 */
@NullMarked
package dev.crossdock.transport.nats;

import org.jspecify.annotations.NullMarked;
