/**
 * What is compared: one way to use a broker, and the work that all ways are given. Peers implement it in modules of their
 * own.
 */
@NullMarked
package dev.crossdock.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
