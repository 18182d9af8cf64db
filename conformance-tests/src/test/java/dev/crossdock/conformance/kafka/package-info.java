/** Apache Kafka under the conformance suite: its container, and a witness on the bare native client. */
@NullMarked
package dev.crossdock.conformance.kafka;

import org.jspecify.annotations.NullMarked;
