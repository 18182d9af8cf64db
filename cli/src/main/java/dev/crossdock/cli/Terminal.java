package dev.crossdock.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person sits in front of it. */
final class Terminal {
    private Terminal() {}

    /** The terminal, or {@code null} if input or output go elsewhere. */
    @SuppressWarnings("SystemConsoleNull") // On later JDKs it is asked whether it is a terminal.
    static @Nullable Console find() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
    }

    // From JDK 22 on there may be a console without a terminal, and a method that tells; before, there was neither.
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
