package dev.crossdock.transport.kafka;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a receiver does beside receiving.
 *
 * @param countsDeliveries whether deliveries are counted in what is committed
 * @param trim is given the offsets before which all is done, when the receiver closes
 */
record QueueKind(boolean countsDeliveries, Consumer<Map<TopicPartition, Long>> trim) {}
