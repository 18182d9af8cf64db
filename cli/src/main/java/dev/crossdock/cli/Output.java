package dev.crossdock.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells people in tables, and programs in JSON, one object a line. */
final class Output {
    private static final int WIDEST = 60;
    private static final JsonMapper JSON = new JsonMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Writes JSON, one object a line.")
    private boolean json;

    @SuppressWarnings("NullAway.Init")
    Output() {}

    boolean isJson() {
        return json;
    }

    /** Where people are told what is not a result. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Something that is not a result. */
    void warn(String text) {
        err().println(text);
        err().flush();
    }

    /** A result in one line, for people. */
    void line(String text) {
        out().println(text);
        out().flush();
    }

    /** One thing, with its properties. */
    void one(Map<String, Object> properties) {
        if (json) {
            out().println(JSON.writeValueAsString(properties));
        } else {
            int widest =
                    properties.keySet().stream().mapToInt(String::length).max().orElse(0);
            properties.forEach((name, value) -> out().println(padded(name, widest) + "  " + printable(value)));
        }
        out().flush();
    }

    /** Many things of one kind. */
    void table(List<? extends Map<String, Object>> rows) {
        if (json) {
            rows.forEach(row -> out().println(JSON.writeValueAsString(row)));
        } else if (!rows.isEmpty()) {
            List<String> names = new ArrayList<>(rows.get(0).keySet());
            Map<String, Integer> widths = new LinkedHashMap<>();
            for (String name : names) {
                int widest = rows.stream()
                        .mapToInt(row -> cell(row.get(name)).length())
                        .max()
                        .orElse(0);
                widths.put(name, Math.max(name.length(), widest));
            }
            StringBuilder head = new StringBuilder();
            widths.forEach((name, width) -> head.append(padded(name, width)).append("  "));
            out().println(head.toString().stripTrailing());
            for (Map<String, Object> row : rows) {
                StringBuilder line = new StringBuilder();
                widths.forEach((name, width) ->
                        line.append(padded(cell(row.get(name)), width)).append("  "));
                out().println(line.toString().stripTrailing());
            }
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    // Whatever is shown was sent by somebody: nothing in it may move the cursor or begin a new row.
    private static String printable(@Nullable Object value) {
        return String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
    }

    private static String cell(@Nullable Object value) {
        String text = printable(value);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
