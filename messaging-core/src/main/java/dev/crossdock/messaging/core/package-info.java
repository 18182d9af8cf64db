/** The engine: everything a user would call behaviour, the same for each transport. Exports nothing. */
@NullMarked
package dev.crossdock.messaging.core;

import org.jspecify.annotations.NullMarked;
