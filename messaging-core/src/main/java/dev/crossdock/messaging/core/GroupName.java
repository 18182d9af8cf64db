package dev.crossdock.messaging.core;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;

/** Groups are named by the rules of topics. */
public final class GroupName {
    private GroupName() {}

    /**
     * The name, if it is one.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if it is not
     */
    public static String check(String group) {
        try {
            return Topic.of(group, Codec.bytes()).name();
        } catch (MessagingException e) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "A group is named by the rules of topics; " + e.getMessage(), e);
        }
    }
}
