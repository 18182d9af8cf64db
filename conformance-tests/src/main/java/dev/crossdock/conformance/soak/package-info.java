/** The long run: many messages, many faults, in an order that a seed gives, and a verdict at the end. */
@NullMarked
package dev.crossdock.conformance.soak;

import org.jspecify.annotations.NullMarked;
