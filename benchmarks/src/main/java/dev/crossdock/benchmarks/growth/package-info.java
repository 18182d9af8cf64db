/** How what the library takes grows with the number of topics, keys, waiting messages and handlers. */
@NullMarked
package dev.crossdock.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
