package dev.crossdock.messaging;

import java.util.Objects;

/**
 * A named stream of messages of one type; usually a constant that publishers and consumers share.
 *
 * @param name 1 to 128 characters of any script, without control characters, unpaired surrogates or white space at its
 *     ends; each transport maps it to a legal native name without two topics ever meeting
 * @param codec how bodies become bytes
 * @param <T> the type of the bodies
 */
public record Topic<T>(String name, Codec<T> codec) {
    /**
     * Checks the name.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if it is not of the form above
     */
    public Topic {
        Names.check("topic", name);
        Objects.requireNonNull(codec, "codec");
    }

    /** The topic of that name. */
    public static <T> Topic<T> of(String name, Codec<T> codec) {
        return new Topic<>(name, codec);
    }
}
