package dev.crossdock.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes are a body that means what they say, or are refused with an exception: nothing else, and soon. */
@Timeout(60)
class WhenBodiesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int BODIES = 100_000;

    sealed interface Payment permits Card, Transfer {}

    record Card(String number) implements Payment {}

    record Transfer(String iban) implements Payment {}

    record Order(String id, int amount, Instant at, List<String> lines, Payment payment) {}

    // A tree knows no types: what it reads out of the bytes is what they say.
    private static final JsonMapper TREE = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    @Test
    void eachMeansWhatItSaysOrIsRefused() {
        JacksonCodec<Order> codec = JacksonCodec.of(Order.class);
        Order valid = new Order(
                "o-1", 42, Instant.parse("2026-01-02T03:04:05.678Z"), List.of("a", "ü"), new Transfer("DE02 1234"));
        String json = new String(codec.encode(valid), StandardCharsets.UTF_8);
        HostileJson hostile = new HostileJson(SEED);
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = hostile.of(json);
            Order decoded = null;
            try {
                decoded = codec.decode(body, Headers.empty());
            } catch (RuntimeException e) {
                refused++;
            } catch (Error e) {
                throw new AssertionError(text(i, body) + " ended the thread", e);
            }
            if (decoded != null) {
                judge(codec, decoded, body, text(i, body));
            }
        }
        assertThat(refused).isBetween(BODIES / 4, BODIES * 9 / 10);
    }

    private static void judge(JacksonCodec<Order> codec, Order decoded, byte[] body, String text) {
        assertThat(codec.decode(codec.encode(decoded), Headers.empty()))
                .as(text)
                .isEqualTo(decoded);
        JsonNode said = TREE.readTree(body);
        assertThat(said.isObject()).as(text).isTrue();
        assertThat(decoded.id()).as(text).isEqualTo(said.path("id").asString(null));
        if (said.path("amount").isNumber()) {
            assertThat(said.path("amount").decimalValue())
                    .as(text)
                    .isEqualByComparingTo(BigDecimal.valueOf(decoded.amount()));
        }
        if (decoded.payment() != null) {
            assertThat(decoded.payment().getClass().getSimpleName())
                    .as(text)
                    .isEqualTo(said.path("payment").path("type").asString(null));
        }
    }

    private static String text(int number, byte[] body) {
        return "seed " + SEED + ", body " + number + ": "
                + HexFormat.of().formatHex(body, 0, Math.min(body.length, 300));
    }
}
