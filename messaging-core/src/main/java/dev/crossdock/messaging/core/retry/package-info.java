/** How a message comes again later: which road a retry takes, and how long delays are made of short ones. */
@NullMarked
package dev.crossdock.messaging.core.retry;

import org.jspecify.annotations.NullMarked;
