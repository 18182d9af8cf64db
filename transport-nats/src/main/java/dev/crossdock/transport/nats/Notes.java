package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How often messages were attempted where that is not how often the server has delivered them: because they came back
 * unstarted, or are attempted again in place. Written down in the topic's own stream, a subject for each message, and read
 * when the server delivers one again. Notes go by themselves after a day. Thread-safe.
 */
final class Notes {
    private static final String TTL = "24h";

    private final Api api;
    private final Publishing publishing;
    private final Address.Inbox inbox;
    private final String stream;

    Notes(Api api, Publishing publishing, Address.Inbox inbox) {
        this.api = api;
        this.publishing = publishing;
        this.inbox = inbox;
        this.stream = NatsNames.stream(inbox);
    }

    /** Writes down the attempts of a message, and goes on when that is done or has failed: then it is counted too high. */
    void write(NatsDelivery delivery, Runnable then) {
        Headers headers = new Headers();
        headers.put("Nats-TTL", TTL);
        byte[] note = (delivery.delivered + " " + delivery.attemptsMade()).getBytes(StandardCharsets.US_ASCII);
        publishing.send(NatsNames.note(inbox, delivery.sequence), headers, note, new SendListener() {
            @Override
            public void confirmed(int index) {
                then.run();
            }

            @Override
            public void rejected(int index, Throwable cause) {
                then.run();
            }

            @Override
            public void unknown(int index, Throwable cause) {
                then.run();
            }
        });
    }

    /** Numbers deliveries that are not the first of their message. */
    void read(List<NatsDelivery> again) throws InterruptedException {
        List<Api.Question> asked = new ArrayList<>(again.size());
        for (NatsDelivery delivery : again) {
            asked.add(api.askForLast(stream, NatsNames.note(inbox, delivery.sequence)));
        }
        for (int i = 0; i < again.size(); i++) {
            apply(again.get(i), asked.get(i));
        }
    }

    private void apply(NatsDelivery delivery, Api.Question asked) throws InterruptedException {
        try {
            MessageInfo note = api.last(asked, stream);
            byte[] data = note == null ? null : note.getData();
            if (data == null) {
                return;
            }
            String[] numbers = new String(data, StandardCharsets.US_ASCII).split(" ", -1);
            long deliveredThen = Long.parseLong(numbers[0]);
            long attemptsThen = Long.parseLong(numbers[1]);
            delivery.countFrom(attemptsThen + Math.max(0, delivery.delivered - deliveredThen - 1));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Without its note it is counted as the server does: too high rather than too low.
        }
    }
}
