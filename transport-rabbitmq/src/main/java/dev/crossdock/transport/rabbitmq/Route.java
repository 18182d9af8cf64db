package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.Address;

/**
 * How to reach an address: a topic through its exchange, a queue through the default exchange, which is bound to every
 * queue by its name.
 *
 * @param mandatory whether the broker shall hand back what reaches no queue
 */
record Route(Address address, String exchange, String routingKey, boolean mandatory) {
    static Route to(Address address, Unroutable unroutable) {
        String name = NativeNames.of(address);
        return address instanceof Address.Topic
                ? new Route(address, name, "", unroutable == Unroutable.REJECT)
                : new Route(address, "", name, true);
    }

    boolean isTopic() {
        return address instanceof Address.Topic;
    }
}
