package dev.crossdock.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisStoreProviderTest {
    private static final String PREFIX = "crossdock.idempotency.redis.";

    private static Map<String, String> with(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private static MessagingException refused(String... keysAndValues) {
        Settings settings = Settings.of(with(keysAndValues), Map.of(), PREFIX);
        try {
            new RedisStoreProvider().open(settings, TimeSource.system()).close();
        } catch (MessagingException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was opened");
    }

    @Test
    void impossibleSettingsAreSaidWithWhatIsPossible() {
        assertThat(refused()).hasMessageContaining(PREFIX + "url");
        for (String url :
                new String[] {"http://host", "localhost:6379", "redis:/x", "redis://me:hush4711@host", "redis://"}) {
            MessagingException e = refused("url", url, "timeout", "1s");
            assertThat(e.code()).as(url).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(e).as(url).hasMessageContaining(PREFIX + "url").hasMessageNotContaining("hush4711");
        }
        assertThat(refused("url", "redis://localhost:1", "username", "me")).hasMessageContaining(PREFIX + "username");
        assertThat(refused("url", "redis://localhost:1", "eviction", "maybe")).hasMessageContaining("refuse, accept");
        assertThat(refused("url", "redis://localhost:1", "key-prefix", "x".repeat(201)))
                .hasMessageContaining("200");
        assertThat(refused("url", "redis://localhost:1", "tls.trust-store", "/nowhere"))
                .hasMessageContaining("tls.trust-store");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        for (String cluster : new String[] {"false", "true"}) {
            MessagingException e =
                    refused("url", "redis://localhost:1", "password", "hush4711", "timeout", "2s", "cluster", cluster);
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(e).hasMessageContaining("localhost:1").hasMessageNotContaining("hush4711");
        }
    }

    @Test
    void settingsThatNobodyKnowsAreRefusedByTheEngine() {
        Map<String, String> properties = with("url", "redis://localhost:1", "tymeout", "1s");
        properties.put("crossdock.transport", "inmemory");
        properties.put("crossdock.idempotency.store", "redis");
        assertThatThrownBy(() -> Messaging.open(MessagingConfig.of(properties)).close())
                .isInstanceOf(MessagingException.class);
    }
}
