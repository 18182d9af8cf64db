/**
 * Gives the same work to several subjects, each in a process of its own, in turns on one broker, and writes down what they
 * reached.
 */
@NullMarked
package dev.crossdock.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
