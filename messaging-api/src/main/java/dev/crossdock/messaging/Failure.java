package dev.crossdock.messaging;

/**
 * What a retry policy is told about an attempt that failed.
 *
 * @param cause what the handler threw, or a {@link HandlerAskedForRetry} if it returned {@link Outcome.Retry}
 * @param attempt the attempt that failed, from 1
 * @param messageId the message's id, so that a policy can spread its delays without a random number
 */
public record Failure(Throwable cause, int attempt, String messageId) {}
