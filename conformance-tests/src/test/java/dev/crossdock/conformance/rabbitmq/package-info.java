/** RabbitMQ in a container, and a look at it that owes nothing to the transport under test. */
@NullMarked
package dev.crossdock.conformance.rabbitmq;

import org.jspecify.annotations.NullMarked;
