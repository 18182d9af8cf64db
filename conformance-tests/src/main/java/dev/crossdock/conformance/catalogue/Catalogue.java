package dev.crossdock.conformance.catalogue;

import dev.crossdock.conformance.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** All scenarios there are, in order, whether somebody has written them or not. Read from a resource; immutable. */
public final class Catalogue {
    private static final String FOLDER = "/dev/crossdock/conformance/";
    private static final int COLUMNS = 6;
    private static final Catalogue STANDARD = read(FOLDER + "catalogue.tsv");
    private static final Catalogue STORES = read(FOLDER + "stores.tsv");

    private final Map<String, Entry> entries;

    private Catalogue(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** The catalogue of this version of the suite. */
    public static Catalogue standard() {
        return STANDARD;
    }

    /** What idempotency stores are held to. */
    public static Catalogue stores() {
        return STORES;
    }

    /** All entries, in order. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** One entry. */
    public Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("the catalogue has no entry " + id);
        }
        return entry;
    }

    private static Catalogue read(String resource) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (InputStream file = Objects.requireNonNull(Catalogue.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    Entry entry = parse(line);
                    if (entries.put(entry.id(), entry) != null) {
                        throw new IllegalStateException("the catalogue has two entries " + entry.id());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Catalogue(entries);
    }

    private static Entry parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("a line of the catalogue has " + COLUMNS + " columns, found: " + line);
        }
        String level = columns[2];
        boolean byCapability = level.startsWith("C:");
        return new Entry(
                columns[0],
                columns[5],
                Integer.parseInt(columns[1]),
                byCapability ? Entry.Level.CAPABILITY : level.equals("M") ? Entry.Level.MUST : Entry.Level.SHOULD,
                byCapability ? Capability.valueOf(level.substring(2).toUpperCase(Locale.ROOT)) : null,
                columns[3].isEmpty() ? Entry.Needs.NOTHING : Entry.Needs.valueOf(columns[3].toUpperCase(Locale.ROOT)),
                columns[4]);
    }
}
