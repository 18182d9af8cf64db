package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at dead letters without taking them, many with one request. Thread-safe. */
final class Browsing {
    private static final int END = 204;
    private static final int NOTHING = 404;
    private static final int NOBODY = 503;

    private final Connection connection;
    private final Duration timeout;

    Browsing(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    List<WireMessage> oldest(Address.DeadLetters dead, int limit) throws InterruptedException {
        List<WireMessage> seen = new ArrayList<>();
        String inbox = connection.createInbox();
        Subscription answers = connection.subscribe(inbox);
        answers.setPendingLimits(0, 0);
        try {
            long from = 1;
            while (seen.size() < limit && from > 0) {
                from = readFrom(from, dead, limit - seen.size(), answers, inbox, seen);
            }
        } finally {
            answers.unsubscribe();
        }
        return seen;
    }

    /** Reads some more; gives where to go on, or 0 if that was all. */
    private long readFrom(
            long from, Address.DeadLetters dead, int limit, Subscription answers, String inbox, List<WireMessage> into)
            throws InterruptedException {
        String request =
                "{\"seq\":" + from + ",\"batch\":" + limit + ",\"next_by_subj\":\"" + NatsNames.subject(dead) + "\"}";
        connection.publish(
                "$JS.API.DIRECT.GET." + NatsNames.stream(dead), inbox, request.getBytes(StandardCharsets.UTF_8));
        long last = from - 1;
        while (true) {
            Message answer = answers.nextMessage(timeout);
            if (answer == null) {
                throw new MessagingException(
                        ErrorCode.UNAVAILABLE,
                        "Wanted to look at the " + NatsNames.inWords(dead) + ", found no answer within " + timeout);
            }
            if (!answer.isStatusMessage()) {
                last = Math.max(last, Long.parseLong(answer.getHeaders().getFirst("Nats-Sequence")));
                into.add(WireFormat.message(answer));
                continue;
            }
            int code = answer.getStatus().getCode();
            if (code == NOBODY) {
                throw new MessagingException(
                        ErrorCode.UNAVAILABLE,
                        "Wanted to look at the " + NatsNames.inWords(dead)
                                + ", found nobody who answers: there is no such stream, or its server is away");
            }
            if (code != END && code != NOTHING) {
                throw Provisioner.missing(dead, ": " + answer.getStatus().getMessage());
            }
            // The server ends an answer that has become large before it is complete.
            return code == END && last >= from && into.size() < limit ? last + 1 : 0;
        }
    }
}
