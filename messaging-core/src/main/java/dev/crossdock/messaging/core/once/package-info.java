/** The idempotency store that needs no server. */
@NullMarked
package dev.crossdock.messaging.core.once;

import org.jspecify.annotations.NullMarked;
