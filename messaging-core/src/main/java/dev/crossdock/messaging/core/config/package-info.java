/** What the configuration says, read once, checked before anything starts. */
@NullMarked
package dev.crossdock.messaging.core.config;

import org.jspecify.annotations.NullMarked;
