/**
 * A broker inside the process: the embedded default, the double in tests, and the transport SPI as a running example.
 *
 * <p><b>Three personalities.</b> {@code crossdock.inmemory.mode} chooses how the broker behaves, because brokers differ
 * and a program that was tested against the kindest of them was not tested:
 *
 * <ul>
 *   <li>{@code leased-queue} (as SQS and NATS): loans run out, releases and sends may be delayed, a key with a message on
 *       loan or released belongs to one receiver.
 *   <li>{@code plain-queue} (as RabbitMQ): a loan lasts as long as its receiver, a released message comes again at once
 *       and first, order per key is kept by letting one receiver read and the others stand by.
 *   <li>{@code partitioned-log} (as Kafka): a topic is a number of logs that keep what was sent; a group has positions in
 *       them, receivers share the partitions out, what was accepted is told to the broker by the next receive.
 * </ul>
 *
 * <p><b>The broker outlives connections.</b> All connections of one Java virtual machine that name the same
 * {@code crossdock.inmemory.broker} share one {@link dev.crossdock.transport.inmemory.InMemoryBroker}. Closing the last
 * one leaves topics, queues and messages as they are; {@code InMemoryBroker.remove(name)} ends them. Nothing outlives
 * the process.
 *
 * <p><b>Time.</b> A broker keeps the time of the {@link dev.crossdock.messaging.TimeSource} of the connection that made
 * it; {@link dev.crossdock.transport.inmemory.VirtualTime} lets a test play hours in milliseconds. Only the waiting of a
 * {@code receive} is real time.
 */
@NullMarked
package dev.crossdock.transport.inmemory;

import org.jspecify.annotations.NullMarked;
