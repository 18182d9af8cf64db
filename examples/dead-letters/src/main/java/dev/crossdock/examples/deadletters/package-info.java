/** A program whose messages die, for the walk through the dead letters in the README. */
@NullMarked
package dev.crossdock.examples.deadletters;

import org.jspecify.annotations.NullMarked;
