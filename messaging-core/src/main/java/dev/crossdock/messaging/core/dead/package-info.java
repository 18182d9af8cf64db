/** What was set aside: how it is written, read, sent back and removed. */
@NullMarked
package dev.crossdock.messaging.core.dead;

import org.jspecify.annotations.NullMarked;
