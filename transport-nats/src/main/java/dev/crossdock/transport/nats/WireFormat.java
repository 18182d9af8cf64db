package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Block block = new Block(headers.keySet());
        headers.forEach(
                (name, values) -> block.add(name, values.size() == 1 ? values.get(0) : String.join(", ", values)));
        return block.wrapped == null
                ? message(message.getData(), block)
                : message(message.getData(), Block.of(HeaderBlock.unwrapped(block.wrapped)));
    }

    private static WireMessage message(byte[] body, Block headers) {
        return headers.ours ? ours(body, headers) : foreign(body, headers);
    }

    /** Headers, whoever has read them, and what is asked of them, gone through once. */
    private static final class Block {
        /** Each once. */
        final Set<String> names;

        /** Name, value, name, value …, in the order of the names. */
        final String[] pairs;

        /** All headers in one, if the client could not have read them. */
        @Nullable String wrapped;

        /** Whether values are written as we write them: copies of foreign messages, which have no id, carry notes. */
        boolean ours;

        private int size;

        Block(Set<String> names) {
            this.names = names;
            this.pairs = new String[2 * names.size()];
        }

        static Block of(Map<String, String> read) {
            Block block = new Block(read.keySet());
            read.forEach(block::add);
            return block;
        }

        void add(String name, String value) {
            pairs[size++] = name;
            pairs[size++] = value;
            if (name.startsWith(WireHeaders.PREFIX)) {
                ours |= !name.equals(KEY);
                wrapped = name.equals(HeaderBlock.WRAPPED) ? value : wrapped;
            }
        }
    }

    private static String outward(String name) {
        boolean asItIs = HeaderText.isName(name) && !name.startsWith(SERVERS_IN_LOWER_CASE) && !name.startsWith(ESCAPE);
        return asItIs ? name : ESCAPE + HeaderText.encodedName(name);
    }

    private static WireMessage ours(byte[] body, Block headers) {
        String[] pairs = headers.pairs;
        String key = null;
        int used = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            String name = pairs[i];
            if (name.startsWith(SERVERS)) {
                // Written by the server on the way.
                continue;
            }
            String value = HeaderText.decoded(pairs[i + 1]);
            if (name.equals(KEY)) {
                key = value;
            } else {
                pairs[used++] = inward(name, headers.names);
                pairs[used++] = value;
            }
        }
        String[] read = used == pairs.length ? pairs : Arrays.copyOf(pairs, used);
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.ofPairs(read));
    }

    /** The name that a header had before {@link #outward}; as it is if it was never there, or another one has that now. */
    private static String inward(String name, Set<String> names) {
        if (!name.startsWith(ESCAPE)) {
            return name;
        }
        String inner = HeaderText.decoded(name.substring(ESCAPE.length()));
        boolean taken = names.contains(inner) && inward(inner, names).equals(inner);
        return taken || !outward(inner).equals(name) ? name : inner;
    }

    /** Of a program that does not know this library: values are as they are, and names of any case. */
    private static WireMessage foreign(byte[] body, Block headers) {
        Map<String, String> read = new LinkedHashMap<>();
        String key = null;
        for (int i = 0; i < headers.pairs.length; i += 2) {
            String name = headers.pairs[i];
            String value = headers.pairs[i + 1];
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals(KEY) && (name.equals(KEY) || !headers.names.contains(KEY))) {
                key = HeaderText.decoded(value);
            } else if (name.equals(NATIVE_ID)) {
                read.put(WireHeaders.ID, value);
            } else if (!name.startsWith(SERVERS)) {
                // Two names that differ in case only are two headers still.
                read.put(headers.names.contains(lower) || read.containsKey(lower) ? name : lower, value);
            }
        }
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.of(read));
    }
}
