/** Stands between a client and its broker: listens in, ends TLS, makes certificates for it. */
@NullMarked
package dev.crossdock.conformance.network;

import org.jspecify.annotations.NullMarked;
