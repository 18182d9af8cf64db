/** The operator's command line: dead letters, sending and looking, with the configuration that programs have. */
@NullMarked
package dev.crossdock.cli;

import org.jspecify.annotations.NullMarked;
