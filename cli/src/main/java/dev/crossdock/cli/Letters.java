package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How dead letters are shown. */
final class Letters {
    private Letters() {}

    /** What is seen at a glance. */
    static Map<String, Object> row(DeadLetter dead) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("message", dead.messageId());
        row.put("died", text(dead.deadAt()));
        row.put("reason", dead.reason().name());
        row.put("attempts", dead.attempts());
        row.put("redrives", dead.redrives());
        row.put("error", dead.error());
        return row;
    }

    /** All that is known. */
    static Map<String, Object> everything(DeadLetter dead) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("entry", dead.entryId());
        all.put("message", dead.messageId());
        all.put("topic", dead.topic());
        all.put("group", dead.group());
        all.put("reason", dead.reason().name());
        all.put("error", dead.error());
        all.put("exception", dead.exceptionType());
        all.put("attempts", dead.attempts());
        all.put("redrives", dead.redrives());
        all.put("died", text(dead.deadAt()));
        all.put("firstAttempt", text(dead.firstAttemptAt()));
        all.put("source", dead.source());
        all.put("key", text(dead.key()));
        all.put("headers", dead.headers().asMap());
        all.put("body", Bodies.shown(dead.body()));
        return all;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
