package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.core.publish.PublishedHeaders;
import dev.crossdock.messaging.spi.WireHeaders;
import org.jspecify.annotations.Nullable;

/** What the library's own headers say about a message, read in one pass; reused from message to message by one thread. */
final class Papers {
    String id = "";
    int retryCount;

    @Nullable String notBefore;

    Headers user = Headers.empty();

    void read(Headers headers) {
        id = "";
        retryCount = 0;
        notBefore = null;
        int own = 0;
        int size = headers.size();
        for (int i = 0; i < size; i++) {
            String name = headers.nameAt(i);
            if (name.startsWith(WireHeaders.PREFIX)) {
                own++;
                if (name.equals(WireHeaders.ID)) {
                    id = headers.valueAt(i);
                } else if (name.equals(WireHeaders.RETRY_COUNT)) {
                    retryCount = WireHeaders.number(headers, name, 0);
                } else if (name.equals(WireHeaders.NOT_BEFORE)) {
                    notBefore = headers.valueAt(i);
                }
            } else if (name.equals(WireHeaders.CONTENT_TYPE)) {
                own++;
            }
        }
        user = own == size ? Headers.empty() : PublishedHeaders.toUser(headers);
    }
}
