package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.pulsar.}.
 *
 * @param serviceUrl {@code service-url}: {@code pulsar://localhost:6650}
 * @param adminUrl {@code admin-url}: where the broker shows its policies; {@code null} if nowhere
 * @param tenant {@code tenant}: {@code public}
 * @param namespace {@code namespace}: {@code default}
 * @param groupNamespace {@code group-namespace}: where inboxes, dead letters and notes are, to which who consumes has to
 *     send too; as {@code namespace}
 * @param subscriptions {@code subscriptions}: {@code by-ordering} or {@code key-shared}
 * @param batching {@code batching}: {@code by-key} or {@code plain}
 * @param maxMessageBytes {@code max-message-bytes}: of one message with all that Pulsar adds to it; 5 MiB, as the
 *     broker's own default
 * @param maxHeaders {@code max-headers}: the library's own included; 128
 * @param maxDelay {@code max-delay}: the longest delay that is left to the broker; 30 days
 * @param requestTimeout {@code request-timeout}: how long the broker's answer to one request is waited for; 10 seconds
 * @param deliveryTimeout {@code delivery-timeout}: how long the client tries to send a message; 30 seconds
 * @param client how the native client is made
 */
record PulsarConfig(
        String serviceUrl,
        @Nullable URI adminUrl,
        String tenant,
        String namespace,
        String groupNamespace,
        Subscriptions subscriptions,
        Batching batching,
        int maxMessageBytes,
        int maxHeaders,
        Duration maxDelay,
        Duration requestTimeout,
        Duration deliveryTimeout,
        ClientSettings client) {
    private static final Pattern URL =
            Pattern.compile("pulsar(\\+ssl)?://[A-Za-z0-9.:\\[\\]_-]+(,[A-Za-z0-9.:\\[\\]_-]+)*/?");
    private static final Pattern NAME = Pattern.compile("[-=:.\\w]+");

    /** Of which type the subscriptions of groups are. */
    enum Subscriptions {
        /** Key_Shared for groups that ask for order per key, Shared for the others. */
        BY_ORDERING,
        /** Key_Shared for all, so that consumers with and without order can share a group. */
        KEY_SHARED
    }

    /** What stands together in one entry of the log. */
    enum Batching {
        /** Messages of one key, which order per key needs of every producer. */
        BY_KEY,
        /** Whatever is sent at about the same time: quicker with many keys, and no order per key. */
        PLAIN
    }

    static PulsarConfig read(Settings settings) {
        String url = settings.text("service-url", "pulsar://localhost:6650");
        if (!URL.matcher(url).matches()) {
            // Not repeated: people write passwords into URLs.
            throw settings.invalid(
                    "service-url",
                    "pulsar://host:port or pulsar+ssl://host:port, several hosts with commas",
                    "another");
        }
        Duration requestTimeout = settings.duration(
                "request-timeout", Duration.ofMillis(100), Duration.ofMinutes(10), Duration.ofSeconds(10));
        Batching batching = settings.choice("batching", Batching.class, Batching.BY_KEY);
        Subscriptions subscriptions = settings.choice("subscriptions", Subscriptions.class, Subscriptions.BY_ORDERING);
        if (batching == Batching.PLAIN && subscriptions == Subscriptions.KEY_SHARED) {
            throw settings.invalid("batching", "by-key, because subscriptions is key-shared", "plain");
        }
        String namespace = name(settings, "namespace", "default");
        return new PulsarConfig(
                url,
                adminUrl(settings),
                name(settings, "tenant", "public"),
                namespace,
                name(settings, "group-namespace", namespace),
                subscriptions,
                batching,
                settings.number("max-message-bytes", 1_024, 1 << 29, 5 << 20),
                settings.number("max-headers", 1, 10_000, 128),
                settings.duration("max-delay", Duration.ofSeconds(1), Duration.ofDays(3650), Duration.ofDays(30)),
                requestTimeout,
                settings.duration(
                        "delivery-timeout", Duration.ofMillis(200), Duration.ofHours(1), Duration.ofSeconds(30)),
                ClientSettings.read(settings, url.startsWith("pulsar+ssl:")));
    }

    /** How long an answer is waited for here: the client, which does so itself, knows better what is the matter. */
    long patienceMillis() {
        return requestTimeout.toMillis() + 1_000;
    }

    /** Neither what is secret nor what is handed to the client, which may be. */
    @Override
    public String toString() {
        return "PulsarConfig[" + serviceUrl + ", " + tenant + "/" + namespace + "]";
    }

    private static @Nullable URI adminUrl(Settings settings) {
        String text = settings.text("admin-url", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The one error below says what is possible.
        }
        // Not repeated: people write passwords into URLs.
        throw settings.invalid("admin-url", "http://host:port or https://host:port", "something else");
    }

    private static String name(Settings settings, String key, String otherwise) {
        String name = settings.text(key, otherwise);
        if (!NAME.matcher(name).matches()) {
            throw settings.invalid(key, "letters, digits and any of -=:._", "'" + name + "'");
        }
        return name;
    }
}
