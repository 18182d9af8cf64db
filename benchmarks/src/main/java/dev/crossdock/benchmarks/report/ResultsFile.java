package dev.crossdock.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results in files. */
public final class ResultsFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withArrayIndenter(new LineForEach(2))
                    .withObjectIndenter(new LineForEach(1)))
            .build();

    private ResultsFile() {}

    /** Writes a file, in place of one that is there. */
    public static void write(Path file, Results results) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        MAPPER.writeValue(file, results);
    }

    static Results read(Path file) {
        return MAPPER.readValue(file, Results.class);
    }

    /** All in one. They have to be of one machine and one Java, or they do not compare. */
    static Results together(List<Results> parts) {
        Map<String, String> brokers = new TreeMap<>();
        Map<String, String> versions = new TreeMap<>();
        List<Result> results = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("wanted results, found none");
        }
        Results first = parts.get(0);
        for (Results part : parts) {
            if (!part.comparesWith(first)) {
                throw new IllegalArgumentException("wanted results of one machine and one Java, found "
                        + first.machine() + ", " + first.java() + " and " + part.machine() + ", " + part.java());
            }
            brokers.putAll(part.brokers());
            versions.putAll(part.versions());
            results.addAll(part.results());
            ratios.addAll(part.ratios());
            failures.addAll(part.failures());
        }
        return new Results(first.machine(), first.java(), brokers, versions, results, ratios, failures);
    }

    /** A line for each result: what has changed is seen, and the file is half as long. */
    @SuppressWarnings("serial") // nobody serializes it
    private static final class LineForEach extends DefaultIndenter {
        private final int deepest;

        LineForEach(int deepest) {
            this.deepest = deepest;
        }

        @Override
        public void writeIndentation(JsonGenerator generator, int level) {
            if (level <= deepest) {
                super.writeIndentation(generator, level);
            } else {
                generator.writeRaw(' ');
            }
        }
    }
}
