/**
 * The bare clients: for each broker the program that somebody who knows its client well would write for the same
 * guarantees and the same messages, without this library.
 */
@NullMarked
package dev.crossdock.benchmarks.twin;

import org.jspecify.annotations.NullMarked;
