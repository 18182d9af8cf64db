package dev.crossdock.messaging;

/** What a group gets that did not exist before. Has no effect on a group that exists. */
public enum StartFrom {
    /** What is published after the group was created. Every transport can. The default. */
    NOW,
    /** Also what the topic still holds. Refused at start with {@link ErrorCode#UNSUPPORTED} where topics keep nothing. */
    EARLIEST
}
