package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Messages as NATS carries them. */
final class WireFormat {
    /** Where the key travels: a subject is too narrow for it. */
    static final String KEY = WireHeaders.PREFIX + "key";

    /** What the names begin with that the server keeps for itself. */
    private static final String SERVERS = "Nats-";

    private static final String SERVERS_IN_LOWER_CASE = "nats-";
    private static final String NATIVE_ID = "Nats-Msg-Id";

    /**
     * What a header's name begins with on its way if it is the server's, or none that the protocol carries; no user's header
     * may begin like this by itself, and a foreign one is given it twice.
     */
    private static final String ESCAPE = "crossdock-user-";

    private WireFormat() {}

    static Headers headers(WireMessage message) {
        Headers out = new Headers();
        dev.crossdock.messaging.Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            out.put(outward(headers.nameAt(i)), HeaderText.encoded(headers.valueAt(i)));
        }
        if (message.key() != null) {
            out.put(KEY, HeaderText.encoded(message.key()));
        }
        return out;
    }

    static WireMessage message(Message message) {
        Headers headers = message.getHeaders();
        if (headers == null || headers.isEmpty()) {
            return new WireMessage(message.getData(), null, dev.crossdock.messaging.Headers.empty());
        }
        String wrapped = headers.getFirst(HeaderBlock.WRAPPED);
        return wrapped == null
                ? message(message.getData(), new Block(headers.keySet(), name -> text(headers, name)))
                : message(message.getData(), Block.of(HeaderBlock.unwrapped(wrapped)));
    }

    private static WireMessage message(byte[] body, Block headers) {
        return isOurs(headers) ? ours(body, headers) : foreign(body, headers);
    }

    /**
     * Headers, whoever has read them.
     *
     * @param names each once
     * @param values the value of each name
     */
    private record Block(Set<String> names, UnaryOperator<String> values) {
        static Block of(Map<String, String> read) {
            return new Block(read.keySet(), name -> read.getOrDefault(name, ""));
        }

        boolean has(String name) {
            return names.contains(name);
        }

        String value(String name) {
            return values.apply(name);
        }
    }

    private static String outward(String name) {
        boolean asItIs = HeaderText.isName(name) && !name.startsWith(SERVERS_IN_LOWER_CASE) && !name.startsWith(ESCAPE);
        return asItIs ? name : ESCAPE + HeaderText.encodedName(name);
    }

    /** Whether values are written as we write them: copies of foreign messages, which have no id, carry notes. */
    private static boolean isOurs(Block headers) {
        if (headers.has(WireHeaders.ID)) {
            return true;
        }
        for (String name : headers.names()) {
            if (name.startsWith(WireHeaders.PREFIX) && !name.equals(KEY)) {
                return true;
            }
        }
        return false;
    }

    private static WireMessage ours(byte[] body, Block headers) {
        List<String> pairs = new ArrayList<>(headers.names().size() * 2);
        String key = null;
        for (String name : headers.names()) {
            if (name.startsWith(SERVERS)) {
                // Written by the server on the way.
                continue;
            }
            String value = HeaderText.decoded(headers.value(name));
            if (name.equals(KEY)) {
                key = value;
            } else {
                pairs.add(inward(name, headers));
                pairs.add(value);
            }
        }
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.ofPairs(pairs.toArray(String[]::new)));
    }

    /** The name that a header had before {@link #outward}; as it is if it was never there, or another one has that now. */
    private static String inward(String name, Block headers) {
        if (!name.startsWith(ESCAPE)) {
            return name;
        }
        String inner = HeaderText.decoded(name.substring(ESCAPE.length()));
        boolean taken = headers.has(inner) && inward(inner, headers).equals(inner);
        return taken || !outward(inner).equals(name) ? name : inner;
    }

    /** Of a program that does not know this library: values are as they are, and names of any case. */
    private static WireMessage foreign(byte[] body, Block headers) {
        Map<String, String> read = new LinkedHashMap<>();
        String key = null;
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals(KEY) && (name.equals(KEY) || !headers.has(KEY))) {
                key = HeaderText.decoded(headers.value(name));
            } else if (name.equals(NATIVE_ID)) {
                read.put(WireHeaders.ID, headers.value(name));
            } else if (!name.startsWith(SERVERS)) {
                // Two names that differ in case only are two headers still.
                read.put(headers.has(lower) || read.containsKey(lower) ? name : lower, headers.value(name));
            }
        }
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.of(read));
    }

    private static String text(Headers headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.size() == 1 ? values.get(0) : String.join(", ", values);
    }
}
