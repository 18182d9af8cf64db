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

/** Messages as NATS carries them. */
final class WireFormat {
    /** Where the key travels: a subject is too narrow for it. */
    static final String KEY = WireHeaders.PREFIX + "key";

    /** What the names begin with that the server keeps for itself. */
    private static final String SERVERS = "Nats-";

    private static final String SERVERS_IN_LOWER_CASE = "nats-";
    private static final String NATIVE_ID = "Nats-Msg-Id";

    /** What a user's header of such a name begins with on its way; no user's header may begin like this by itself. */
    private static final String ESCAPE = "crossdock-user-";

    private WireFormat() {}

    static Headers headers(WireMessage message) {
        Headers out = new Headers();
        dev.crossdock.messaging.Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            out.put(
                    name.startsWith(SERVERS_IN_LOWER_CASE) ? ESCAPE + name : name,
                    HeaderText.encoded(headers.valueAt(i)));
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
        return headers.containsKey(WireHeaders.ID)
                ? ours(message.getData(), headers)
                : foreign(message.getData(), headers);
    }

    private static WireMessage ours(byte[] body, Headers headers) {
        List<String> pairs = new ArrayList<>(headers.size() * 2);
        String key = null;
        for (String name : headers.keySet()) {
            if (name.startsWith(SERVERS)) {
                // Written by the server on the way.
                continue;
            }
            String value = HeaderText.decoded(text(headers, name));
            if (name.equals(KEY)) {
                key = value;
            } else {
                pairs.add(name.startsWith(ESCAPE) ? name.substring(ESCAPE.length()) : name);
                pairs.add(value);
            }
        }
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.ofPairs(pairs.toArray(String[]::new)));
    }

    /** Of a program that does not know this library: values are as they are, and names of any case. */
    private static WireMessage foreign(byte[] body, Headers headers) {
        Map<String, String> read = new LinkedHashMap<>();
        String key = null;
        for (String name : headers.keySet()) {
            if (name.equals(KEY)) {
                key = HeaderText.decoded(text(headers, name));
            } else if (name.equals(NATIVE_ID)) {
                read.put(WireHeaders.ID, text(headers, name));
            } else if (!name.startsWith(SERVERS)) {
                String lower = name.toLowerCase(Locale.ROOT);
                // Two names that differ in case only are two headers still.
                read.put(headers.containsKey(lower) || read.containsKey(lower) ? name : lower, text(headers, name));
            }
        }
        return new WireMessage(body, key, dev.crossdock.messaging.Headers.of(read));
    }

    private static String text(Headers headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.size() == 1 ? values.get(0) : String.join(", ", values);
    }
}
