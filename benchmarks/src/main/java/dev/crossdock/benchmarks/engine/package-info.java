/**
 * What the engine costs, in memory, from publish to handler. Figures mean something as ratios in one run only; see
 * {@code docs/performance.md} for the commands.
 */
@NullMarked
package dev.crossdock.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
