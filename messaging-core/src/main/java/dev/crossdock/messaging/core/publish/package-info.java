/** The way out: what is published, checked, counted and sent. */
@NullMarked
package dev.crossdock.messaging.core.publish;

import org.jspecify.annotations.NullMarked;
