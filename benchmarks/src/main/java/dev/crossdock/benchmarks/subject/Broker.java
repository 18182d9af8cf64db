package dev.crossdock.benchmarks.subject;

import java.io.Serializable;

/**
 * Where a broker is.
 *
 * @param transport what kind it is, as the library names it
 * @param address {@code host:port}
 */
public record Broker(String transport, String address) implements Serializable {}
