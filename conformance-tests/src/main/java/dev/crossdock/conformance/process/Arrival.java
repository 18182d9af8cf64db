package dev.crossdock.conformance.process;

import org.jspecify.annotations.Nullable;

/**
 * A delivery in another process, whose handler waits to be told what to do.
 *
 * @param messageId the message
 * @param key its key, or {@code null}
 * @param attempt the attempt that the handler was told
 */
public record Arrival(String messageId, @Nullable String key, int attempt) {}
