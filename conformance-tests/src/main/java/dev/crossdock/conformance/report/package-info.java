/** What came out, written down for people and for programs. */
@NullMarked
package dev.crossdock.conformance.report;

import org.jspecify.annotations.NullMarked;
