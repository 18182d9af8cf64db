/** NATS in a container, and a look at it that owes nothing to the transport under test. */
@NullMarked
package dev.crossdock.conformance.nats;

import org.jspecify.annotations.NullMarked;
