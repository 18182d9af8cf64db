package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.NOBODY;
import static dev.crossdock.conformance.mutation.Breakages.body;
import static dev.crossdock.conformance.mutation.Breakages.changing;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Breakages.userHeaders;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Transports that change what they carry. */
final class FidelityMutants {
    private FidelityMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(changingHeaders());
        all.addAll(changingBodies());
        return all;
    }

    private static List<Mutant> changingHeaders() {
        Class<Address.Topic> topic = Address.Topic.class;
        return List.of(
                named("m10", "loses the user's headers", "J04.R10_FIDELITY", "Q02.dead")
                        .transport(changing(topic, m -> userHeaders(m, headers -> Map.of()))),
                named("m11", "writes header names in capitals", "J05.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    Map<String, String> capitals = new TreeMap<>();
                                    headers.forEach(
                                            (name, value) -> capitals.put(name.toUpperCase(Locale.ROOT), value));
                                    return capitals;
                                }))),
                named("m12", "trims header values", "J04.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    headers.replaceAll((name, value) -> value.strip());
                                    return headers;
                                }))),
                named("m13", "drops the eleventh header", "J06.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    Map<String, String> ten = new TreeMap<>();
                                    headers.forEach((name, value) -> {
                                        if (ten.size() < 10) {
                                            ten.put(name, value);
                                        }
                                    });
                                    return ten;
                                }))),
                named("m64", "cannot carry anything but ASCII in a header", "J04.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> userHeaders(m, headers -> {
                                    headers.replaceAll((name, value) -> new String(
                                            value.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
                                    return headers;
                                }))),
                named("m65", "loses the key", "J07.key", "F01.key")
                        .transport(changing(topic, m -> new WireMessage(m.body(), null, m.headers()))),
                named("m66", "gives each message an id of its own", "J07.")
                        .transport(changing(
                                topic,
                                m -> new WireMessage(
                                        m.body(),
                                        m.key(),
                                        m.headers()
                                                .with(
                                                        WireHeaders.ID,
                                                        UUID.randomUUID().toString())))),
                named("m67", "forgets when a message was published", "J07.publishedAt")
                        .transport(changing(
                                topic,
                                m -> new WireMessage(
                                        m.body(), m.key(), m.headers().without(WireHeaders.PUBLISHED_AT)))));
    }

    private static List<Mutant> changingBodies() {
        Class<Address.Topic> topic = Address.Topic.class;
        return List.of(
                named("m14", "takes bodies for text", "J02.R10_FIDELITY")
                        .transport(changing(
                                topic,
                                m -> body(
                                        m,
                                        new String(m.body(), StandardCharsets.UTF_8)
                                                .getBytes(StandardCharsets.UTF_8)))),
                named("m15", "takes an empty body for none", "J01.")
                        .transport(changing(topic, m -> m.body().length == 0 ? body(m, new byte[] {'{', '}'}) : m)),
                named("m16", "cuts bodies at 64 KiB", "J03.beyond", "J02.R10_FIDELITY")
                        .transport(changing(
                                topic, m -> body(m, Arrays.copyOf(m.body(), Math.min(65_536, m.body().length))))),
                named("m42", "confirms what is too large and drops it", "A04.code")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, messages, delay, new SendListener() {
                                    @Override
                                    public void confirmed(int index) {
                                        listener.confirmed(index);
                                    }

                                    @Override
                                    public void rejected(int index, Throwable cause) {
                                        listener.confirmed(index);
                                    }

                                    @Override
                                    public void unknown(int index, Throwable cause) {
                                        listener.unknown(index, cause);
                                    }
                                }))),
                named("m43", "rejects what it has stored", "A03.outcome")
                        .transport(sending((sound, to, messages, delay, listener) ->
                                sound.send(to, messages, delay, new SendListener() {
                                    @Override
                                    public void confirmed(int index) {
                                        if (messages.size() > 1 && index % 20 == 5) {
                                            listener.rejected(index, new IllegalStateException("a lie"));
                                        } else {
                                            listener.confirmed(index);
                                        }
                                    }

                                    @Override
                                    public void rejected(int index, Throwable cause) {
                                        listener.rejected(index, cause);
                                    }

                                    @Override
                                    public void unknown(int index, Throwable cause) {
                                        listener.unknown(index, cause);
                                    }
                                }))),
                named("m68", "confirms before it stores", "A01.visible")
                        .transport(sending((sound, to, messages, delay, listener) -> {
                            for (int i = 0; i < messages.size(); i++) {
                                listener.confirmed(i);
                            }
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                                    .execute(() -> sound.send(to, messages, delay, NOBODY));
                        })));
    }
}
