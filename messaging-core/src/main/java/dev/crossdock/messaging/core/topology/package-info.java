/** What a group needs on the broker: whether it is there, and whether it will do. */
@NullMarked
package dev.crossdock.messaging.core.topology;

import org.jspecify.annotations.NullMarked;
