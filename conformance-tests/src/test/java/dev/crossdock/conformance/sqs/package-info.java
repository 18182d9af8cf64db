/** SNS and SQS, standard and FIFO, on a stand-in in a container or wherever else is said. */
@NullMarked
package dev.crossdock.conformance.sqs;

import org.jspecify.annotations.NullMarked;
