/** What happened, written down as it happens, and the rules by which it is judged afterwards. */
@NullMarked
package dev.crossdock.conformance.history;

import org.jspecify.annotations.NullMarked;
