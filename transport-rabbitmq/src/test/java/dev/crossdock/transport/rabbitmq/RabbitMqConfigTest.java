package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Address;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitMqConfigTest {
    private static Settings settings(String... keysAndValues) {
        Map<String, String> properties = new java.util.TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("crossdock.rabbitmq." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.of(properties, Map.of(), "crossdock.rabbitmq.");
    }

    @Test
    void hasDefaultsThatFitAFreshBroker() {
        RabbitMqConfig config = RabbitMqConfig.read(settings());
        assertThat(config.addresses()).containsExactly(new Address("localhost", 5672));
        assertThat(config.virtualHost()).isEqualTo("/");
        assertThat(config.maxMessageBytes()).isEqualTo(16 << 20);
        assertThat(config.consumerTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.unroutable()).isEqualTo(Unroutable.ACCEPT);
        assertThat(config.tls()).isNull();
    }

    @Test
    void readsSeveralAddressesAndTheOtherPortWithTls() {
        assertThat(RabbitMqConfig.read(settings("addresses", "one:1, two")).addresses())
                .containsExactly(new Address("one", 1), new Address("two", 5672));
        assertThat(RabbitMqConfig.read(settings("addresses", "one,[::1]:7", "tls", "true"))
                        .addresses())
                .containsExactly(new Address("one", 5671), new Address("[::1]", 7));
    }

    @Test
    void refusesWhatIsNoAddressWithoutRepeatingIt() {
        for (String bad : new String[] {"amqp://me:secret@host", "host:x", "", "a,,b", "host:0", "host:70000"}) {
            assertThatThrownBy(() -> RabbitMqConfig.read(settings("addresses", bad)))
                    .as(bad)
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("crossdock.rabbitmq.addresses")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void refusesAManagementUriWithAnAccountWithoutRepeatingIt() {
        assertThat(RabbitMqConfig.read(settings("management-uri", "https://broker/rabbit"))
                        .managementUri())
                .hasToString("https://broker/rabbit");
        for (String bad :
                new String[] {"http://me:secret@host:15672", "host:15672", "ftp://host", "http:///api", "::"}) {
            assertThatThrownBy(() -> RabbitMqConfig.read(settings("management-uri", bad)))
                    .as(bad)
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("crossdock.rabbitmq.management-uri")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void neverShowsSecrets() {
        RabbitMqConfig config =
                RabbitMqConfig.read(settings("password", "geheim", "client.client.properties.token", "streng-geheim"));
        assertThat(config.toString()).doesNotContain("geheim");
    }

    @Test
    void refusesStoresWithoutTls() {
        assertThatThrownBy(() -> RabbitMqConfig.read(settings("tls.trust-store", "/some/file")))
                .hasMessageContaining("tls.trust-store")
                .hasMessageContaining("tls is false");
    }

    @Test
    void refusesAStoreThatIsNotThere() {
        assertThatThrownBy(() -> RabbitMqConfig.read(settings("tls", "true", "tls.trust-store", "/no/such/file")))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("crossdock.rabbitmq.tls.trust-store");
    }

    @Test
    void refusesNativeSettingsThatContradictOursOrMeanNothing() {
        for (String bad : new String[] {"uri", "password", "connection.recovery.enabled", "ssl.enabled", "frame-max"}) {
            Settings settings = settings("client." + bad, "x");
            RabbitMqConfig config = RabbitMqConfig.read(settings);
            assertThatThrownBy(() -> new Client(config, settings))
                    .as(bad)
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("client." + bad);
        }
    }

    @Test
    void takesNativeSettingsThatTheClientUnderstands() {
        Settings settings =
                settings("client.connection.channel.max", "100", "client.client.properties.team", "billing");
        assertThat(new Client(RabbitMqConfig.read(settings), settings)).isNotNull();
        Settings wrong = settings("client.connection.channel.max", "many");
        assertThatThrownBy(() -> new Client(RabbitMqConfig.read(wrong), wrong)).hasMessageContaining("client.*");
    }
}
