package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;

/** Why a session or a connection ended, for whoever uses it after that. */
record EndReason(ErrorCode code, String text) {
    /** A new one each time, because a stack trace tells who asked. */
    MessagingException exception() {
        return new MessagingException(code, text);
    }
}
