package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Offence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Where soaks leave what they have found: a file of results per mode, and a timeline per message that went wrong. */
public final class SoakLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SoakLog() {}

    /** The folder of all results: the system property {@code crossdock.soak.results}, or {@code target/soak}. */
    public static Path folder() {
        return Path.of(System.getProperty("crossdock.soak.results", "target/soak"));
    }

    /** What the file of one run says. */
    public static SoakResult read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), SoakResult.class);
    }

    static Path write(SoakResult result) throws IOException {
        Path file = folder().resolve(name(result.mode()) + ".json");
        Files.createDirectories(folder());
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result));
        return file;
    }

    /** Writes everything that happened to each offending message, in all groups, and the faults between. */
    static void timelines(String mode, List<Offence> offences, List<Event> history) throws IOException {
        Path folder = folder().resolve(name(mode) + "-timelines");
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        for (Offence offence : offences) {
            offence.chain().stream()
                    .map(Event::messageId)
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .forEach(id -> texts.computeIfAbsent(id, unseen -> new StringBuilder())
                            .append(offence.rule() + ": " + offence.message() + "\n"));
        }
        if (texts.isEmpty()) {
            return;
        }
        for (Event event : history) {
            StringBuilder text = texts.get(event.messageId());
            if (text != null) {
                text.append(event).append('\n');
            } else if (event.kind() == Kind.FAULT_ON
                    || event.kind() == Kind.FAULT_OFF
                    || event.kind() == Kind.BROKER_DIED
                    || event.kind() == Kind.CRASHED) {
                texts.values().forEach(each -> each.append(event).append('\n'));
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> entry : texts.entrySet()) {
            Files.writeString(
                    folder.resolve(entry.getKey() + ".txt"), entry.getValue().toString(), StandardCharsets.UTF_8);
        }
    }

    private static String name(String mode) {
        return mode.replaceAll("[^A-Za-z0-9-]", "_");
    }
}
