package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often messages were attempted where that is not how often the server has delivered them: because they came back
 * unstarted, or are attempted again in place; and that they were released, and did not come back because their process has
 * died. Written down in the topic's own stream, a subject for each message, and read
 * when the server delivers one again. Notes go by themselves. Thread-safe.
 */
final class Notes {
    /** Without a note a message counts too high: for as long as somebody may take to come back. */
    static final Duration LASTING = Duration.ofHours(24);

    /** Without a note a message is suspected of what it has not done, which costs little. */
    static final Duration SHORT = Duration.ofMinutes(5);

    private final Api api;
    private final Publishing publishing;
    private final Address.Inbox inbox;
    private final String stream;
    private final boolean suspecting;

    /**
     * @param suspecting whether a message may be what its process has died of. Not with order: whoever takes over has all
     *     that its predecessor had before it hands out anything, so that nothing is ever in hand alone
     */
    Notes(Api api, Publishing publishing, Address.Inbox inbox, boolean suspecting) {
        this.suspecting = suspecting;
        this.api = api;
        this.publishing = publishing;
        this.inbox = inbox;
        this.stream = NatsNames.stream(inbox);
    }

    /** Writes down the attempts of a message, and goes on when that is done or has failed: then it is counted too high. */
    void write(NatsDelivery delivery, Duration keep, Runnable then) {
        Headers headers = new Headers();
        headers.put("Nats-TTL", keep.toSeconds() + "s");
        publishing.send(
                NatsNames.note(inbox, delivery.sequence),
                headers,
                Note.of(delivery).bytes(),
                new SendListener() {
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
            MessageInfo stored = api.last(asked, stream);
            byte[] note = stored == null ? null : stored.getData();
            if (note == null) {
                delivery.suspect(suspecting);
            } else {
                Note.read(note).number(delivery, suspecting);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Without its note it is counted as the server does: too high rather than too low.
        }
    }
}
