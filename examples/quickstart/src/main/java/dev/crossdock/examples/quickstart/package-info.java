/**
 * An order flow: orders are published, charged by {@code billing} and packed by {@code inventory}; some charges fail twice,
 * some orders are poison until the bank is back, some are published twice. Start at
 * {@link dev.crossdock.examples.quickstart.Quickstart}.
 */
@NullMarked
package dev.crossdock.examples.quickstart;

import org.jspecify.annotations.NullMarked;
