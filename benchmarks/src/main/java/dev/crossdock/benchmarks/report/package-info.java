/** What was measured: results, what they are to each other, and the page that shows both. */
@NullMarked
package dev.crossdock.benchmarks.report;

import org.jspecify.annotations.NullMarked;
