/** The process in which one subject works, as it is told over a connection to the process that compares. */
@NullMarked
package dev.crossdock.benchmarks.worker;

import org.jspecify.annotations.NullMarked;
