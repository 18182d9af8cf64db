/** Crossdock itself as one of those that are compared. */
@NullMarked
package dev.crossdock.benchmarks.library;

import org.jspecify.annotations.NullMarked;
