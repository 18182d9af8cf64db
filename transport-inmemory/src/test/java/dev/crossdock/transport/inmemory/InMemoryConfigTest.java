package dev.crossdock.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryConfigTest {
    @Test
    void everythingHasADefault() {
        InMemoryConfig config = read();
        assertThat(config)
                .isEqualTo(new InMemoryConfig(
                        Personality.LEASED_QUEUE,
                        "default",
                        8,
                        false,
                        1_048_576,
                        128,
                        Duration.ofMinutes(15),
                        Duration.ofHours(12),
                        10_000_000,
                        Duration.ofSeconds(5)));
    }

    @Test
    void capabilitiesFollowTheMode() {
        assertThat(Personality.LEASED_QUEUE.capabilities(read()))
                .hasToString("Capabilities[releases=true, maxReleaseDelay=PT12H, releaseHoldsKey=true,"
                        + " maxSendDelay=PT15M, maxLaneDelay=PT0S, emptiesLanes=false, keepsOrder=true, countsDeliveries=true, maxHold=PT12H, ordersPerKey=true, replays=false,"
                        + " maxMessageBytes=1048576, maxHeaders=128]");
        assertThat(Personality.PLAIN_QUEUE.capabilities(read("mode", "plain-queue")))
                .hasToString("Capabilities[releases=true, maxReleaseDelay=PT0S, releaseHoldsKey=false,"
                        + " maxSendDelay=PT0S, maxLaneDelay=PT0S, emptiesLanes=false, keepsOrder=true, countsDeliveries=true, maxHold=PT720H, ordersPerKey=true, replays=false,"
                        + " maxMessageBytes=1048576, maxHeaders=128]");
        assertThat(Personality.PARTITIONED_LOG.capabilities(read("mode", "partitioned-log")))
                .hasToString("Capabilities[releases=false, maxReleaseDelay=PT0S, releaseHoldsKey=false,"
                        + " maxSendDelay=PT0S, maxLaneDelay=PT0S, emptiesLanes=false, keepsOrder=true, countsDeliveries=true, maxHold=PT720H, ordersPerKey=true, replays=true,"
                        + " maxMessageBytes=1048576, maxHeaders=128]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=queue",
                "broker=",
                "partitions=8",
                "max-message-bytes=0",
                "max-headers=0",
                "max-send-delay=-1s",
                "max-queue-messages=0",
                "request-timeout=0s",
                "mode=plain-queue;max-send-delay=1s",
                "mode=plain-queue;max-release-delay=1s",
                "mode=partitioned-log;max-send-delay=1s",
                "mode=partitioned-log;max-release-delay=1s",
                "mode=partitioned-log;partitions=1025"
            })
    void whatCannotBeIsRefusedWithItsKey(String text) {
        String[] settings = text.replaceFirst("=$", "= ").split("[=;]");
        String last = settings[settings.length - 2];
        assertThatThrownBy(() -> read(settings))
                .hasMessageContaining("x." + last)
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    @Test
    void everyKeyIsKnownInEveryMode() {
        for (String mode : List.of("leased-queue", "plain-queue", "partitioned-log")) {
            Settings settings = Settings.of(Map.of("x.mode", mode, "x.slip-of-the-pen", "1"), Map.of(), "x.");
            InMemoryConfig.read(settings);
            assertThatThrownBy(settings::refuseUnknown)
                    .hasMessageContaining("slip-of-the-pen")
                    .hasMessageContaining("x.max-send-delay")
                    .hasMessageContaining("x.partitions");
        }
    }

    private static InMemoryConfig read(String... settings) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put("x." + settings[i], settings[i + 1]);
        }
        return InMemoryConfig.read(Settings.of(map, Map.of(), "x."));
    }
}
