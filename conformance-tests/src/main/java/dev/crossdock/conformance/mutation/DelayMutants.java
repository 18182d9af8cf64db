package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.receiving;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;

/** Transports that cannot tell the time. */
final class DelayMutants {
    private DelayMutants() {}

    static List<Mutant> all() {
        return delaying();
    }

    private static List<Mutant> delaying() {
        return List.of(
                named("m39", "ignores delays", "I01.R14_EARLY")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, undated(messages), Duration.ZERO, listener))),
                named("m40", "cuts delays short", "I03.shortened")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to,
                                undated(messages),
                                delay.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMillis(100) : delay,
                                listener))),
                named("m77", "makes everything wait", "I02.waits")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to, messages, to instanceof Address.Topic ? delay.plusSeconds(3) : delay, listener))),
                named("m41", "keeps delayed messages in the process", "I03.kept")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            if (delay.isZero()) {
                                sound.send(to, messages, delay, listener);
                            } else {
                                for (int i = 0; i < messages.size(); i++) {
                                    listener.confirmed(i);
                                }
                            }
                        })),
                named("m75", "releases at once whatever the delay", "E03.early")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                sound.release(deliveries, Duration.ZERO);
                            }
                        })),
                named("m76", "releases what has to wait long far too late", "E03.late")
                        .transport(receiving(receiver -> new ReceiverDecorator(receiver) {
                            @Override
                            public void release(List<? extends WireDelivery> deliveries, Duration delay) {
                                sound.release(deliveries, delay.toMillis() < 1_000 ? delay : delay.plusSeconds(2));
                            }
                        })));
    }

    private static List<WireMessage> undated(List<WireMessage> messages) {
        return messages.stream()
                .map(m -> new WireMessage(m.body(), m.key(), m.headers().without(WireHeaders.NOT_BEFORE)))
                .toList();
    }
}
