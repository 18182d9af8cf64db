package dev.crossdock.messaging.core.once;

/** In what the keys of a store are apart: no two consumers or kinds of calls have one scope. */
public final class Scopes {
    private Scopes() {}

    /** The messages of a topic in a group. */
    public static String ofConsumer(String topic, String group) {
        return escaped(topic) + "/" + escaped(group);
    }

    /** The calls of a name; no topic's name is empty. */
    static String ofCalls(String name) {
        return "/" + escaped(name);
    }

    // A slash may be in either name.
    private static String escaped(String name) {
        return name.indexOf('/') < 0 && name.indexOf('%') < 0
                ? name
                : name.replace("%", "%25").replace("/", "%2F");
    }
}
