package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NatsConfigTest {
    private static Settings settings(String... keysAndValues) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("crossdock.nats." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.of(properties, Map.of(), "crossdock.nats.");
    }

    private static void refuses(String named, String... keysAndValues) {
        assertThatThrownBy(() -> {
                    Settings settings = settings(keysAndValues);
                    new Client(NatsConfig.read(settings), settings);
                })
                .isInstanceOfSatisfying(
                        MessagingException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("crossdock.nats." + named)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void hasDefaultsThatFitAFreshServer() {
        NatsConfig config = NatsConfig.read(settings());
        assertThat(config.servers()).containsExactly("localhost:4222");
        assertThat(config.account()).isEqualTo(new Account.Nobody());
        assertThat(config.tls()).isNull();
        assertThat(config.ackWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.schedules()).isTrue();
    }

    @Test
    void readsSeveralServers() {
        assertThat(NatsConfig.read(settings("servers", "one:1, two,[::1]:7")).servers())
                .containsExactly("one:1", "two:4222", "[::1]:7");
    }

    @Test
    void refusesWhatIsNoServerWithoutRepeatingIt() {
        for (String bad : new String[] {"nats://me:geheim@host", "host:x", "", "a,,b", "host:0", "host:70000"}) {
            refuses("servers", "servers", bad);
        }
    }

    @Test
    void refusesTwoWaysToSayWhoIsAsking() {
        refuses("username", "username", "me", "password", "geheim", "token", "geheim");
        refuses("password", "username", "me");
        refuses("password", "password", "geheim");
        refuses("credentials", "credentials", "/no/such/file");
    }

    @Test
    void refusesWhatTheClientMustNotBeTold() {
        refuses("client.reconnect.buffer.size", "client.reconnect.buffer.size", "8388608");
        refuses("client.password", "client.password", "geheim");
        refuses("tls.first", "tls.first", "true");
    }

    @Test
    void neverShowsSecrets() {
        assertThat(NatsConfig.read(settings("username", "me", "password", "geheim")))
                .asString()
                .contains("me")
                .doesNotContain("geheim");
        assertThat(NatsConfig.read(settings("token", "geheim"))).asString().doesNotContain("geheim");
        assertThat(NatsConfig.read(settings("nkey", "geheim"))).asString().doesNotContain("geheim");
    }
}
