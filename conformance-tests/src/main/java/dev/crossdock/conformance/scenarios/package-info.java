/** The bodies of the scenarios, a class for each section of the catalogue. */
@NullMarked
package dev.crossdock.conformance.scenarios;

import org.jspecify.annotations.NullMarked;
