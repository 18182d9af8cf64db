/**
 * The transport of Amazon SNS and SQS. {@code crossdock.transport = sqs} chooses it; everything else is configuration, see
 * {@code docs/transports/sqs.md}.
 */
@NullMarked
package dev.crossdock.transport.sqs;

import org.jspecify.annotations.NullMarked;
