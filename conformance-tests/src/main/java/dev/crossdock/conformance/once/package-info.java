/** Idempotency stores of the suite's own, for what the real ones cannot be made to do. */
@NullMarked
package dev.crossdock.conformance.once;

import org.jspecify.annotations.NullMarked;
