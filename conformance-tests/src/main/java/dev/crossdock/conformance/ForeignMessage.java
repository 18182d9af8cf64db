package dev.crossdock.conformance;

import java.util.Map;

/**
 * What a program sends that has never heard of this library, or has something against it.
 *
 * @param body the body
 * @param headers names and values; a witness writes values in whatever types the broker has, and leaves out what the broker
 *     does not carry
 */
// Made once, and only read.
@SuppressWarnings("ArrayRecordComponent")
public record ForeignMessage(byte[] body, Map<String, byte[]> headers) {}
