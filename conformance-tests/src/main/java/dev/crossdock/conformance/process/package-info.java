/** Programs that run in a process of their own. */
@NullMarked
package dev.crossdock.conformance.process;

import org.jspecify.annotations.NullMarked;
