package dev.crossdock.transport.rabbitmq;

/**
 * Headers that the broker writes itself, over whatever a program has put there. A user's header of such a name travels
 * under another one, and the broker's are not shown: they are no part of what was published.
 */
final class BrokerHeaders {
    static final String DELIVERY_COUNT = "x-delivery-count";

    /** What a user's header of such a name begins with on its way; no user's header may begin like this by itself. */
    private static final String ESCAPE = "crossdock-user-";

    /** By how much a name is longer on its way at most. */
    static final int LONGER = ESCAPE.length();

    private BrokerHeaders() {}

    /** Whether the broker writes headers of this name. */
    static boolean owns(String name) {
        return name.startsWith("x-")
                && (name.equals(DELIVERY_COUNT)
                        || name.equals("x-acquired-count")
                        || name.equals("x-death")
                        || name.startsWith("x-first-death-")
                        || name.startsWith("x-last-death-"));
    }

    /** The name under which a header travels. */
    static String outward(String name) {
        return owns(name) ? ESCAPE + name : name;
    }

    /** The name that a header had before {@link #outward}. */
    static String inward(String name) {
        return name.startsWith(ESCAPE) && owns(name.substring(ESCAPE.length()))
                ? name.substring(ESCAPE.length())
                : name;
    }
}
