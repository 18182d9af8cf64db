/**
 * Transports and engines that are broken on purpose, each in one way. A suite that does not find them out is worth
 * nothing, so it is run on them whenever it is built.
 */
@NullMarked
package dev.crossdock.conformance.mutation;

import org.jspecify.annotations.NullMarked;
