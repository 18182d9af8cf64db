package dev.crossdock.conformance;

/**
 * What is being held to the contract.
 *
 * @param transport the name in {@code crossdock.transport}
 * @param mode the way in which the broker is used, such as {@code rabbitmq/quorum}
 * @param broker the broker and its version, for people
 * @param embedded whether the broker lives in this process: what needs a network, credentials or a second process can then
 *     not be expressed
 */
public record TransportIdentity(String transport, String mode, String broker, boolean embedded) {}
