/** What the harnesses of brokers in containers have in common. */
@NullMarked
package dev.crossdock.conformance.containers;

import org.jspecify.annotations.NullMarked;
