/** Idempotency stores, held to what they have to do. */
@org.jspecify.annotations.NullMarked
package dev.crossdock.conformance.stores;
