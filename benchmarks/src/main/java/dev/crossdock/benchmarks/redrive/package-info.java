/** Redriving dead letters beside what the brokers' own clients do by hand: copy, wait for the confirm, acknowledge. */
@NullMarked
package dev.crossdock.benchmarks.redrive;

import org.jspecify.annotations.NullMarked;
