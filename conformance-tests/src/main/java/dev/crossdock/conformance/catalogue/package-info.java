/** The catalogue of scenarios, as data. */
@NullMarked
package dev.crossdock.conformance.catalogue;

import org.jspecify.annotations.NullMarked;
