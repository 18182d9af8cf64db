package dev.crossdock.cli;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code crossdock}. */
@Command(
        name = "crossdock",
        description = "Looks after messages on the broker that crossdock.properties names.",
        mixinStandardHelpOptions = true,
        versionProvider = Crossdock.Version.class,
        subcommands = {DlqCommand.class, TopologyCommand.class, SendCommand.class, TailCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:what was named is not there",
            "2:the command, an argument or the configuration is not possible",
            "3:not confirmed",
            "4:the broker cannot be reached, or does not let us",
            "5:anything else",
            "6:something of a topology is missing, differs, or loses messages"
        })
public final class Crossdock implements Runnable {
    private static final Set<ErrorCode> USAGE =
            EnumSet.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.INVALID_CONFIGURATION, ErrorCode.UNSUPPORTED);
    private static final Set<ErrorCode> AWAY = EnumSet.of(
            ErrorCode.UNAVAILABLE,
            ErrorCode.TIMEOUT,
            ErrorCode.OVERLOADED,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.PERMISSION_DENIED);

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Crossdock() {}

    /** The version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Crossdock.class.getPackage().getImplementationVersion();
            return new String[] {version == null ? "not built yet" : version};
        }
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Crossdock())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Ordering.class, Crossdock::ordering)
                // A body may begin with an @.
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Wanted a command, found none");
    }

    private static int failed(Exception thrown, CommandLine command) throws Exception {
        PrintWriter err = command.getErr();
        if (thrown instanceof NotConfirmed) {
            err.println(thrown.getMessage());
            return ExitCodes.NOT_CONFIRMED;
        }
        if (thrown instanceof MessagingException known) {
            err.println(known.getMessage());
            return exitCode(known.code());
        }
        err.println(thrown);
        return ExitCodes.FAILED;
    }

    // Written as in the configuration.
    private static Ordering ordering(String text) {
        try {
            return Ordering.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("wanted unordered or per-key, found '" + text + "'");
        }
    }

    private static int exitCode(ErrorCode code) {
        if (code == ErrorCode.NOT_FOUND) {
            return ExitCodes.NOT_THERE;
        }
        if (USAGE.contains(code)) {
            return ExitCodes.USAGE;
        }
        return AWAY.contains(code) ? ExitCodes.UNAVAILABLE : ExitCodes.FAILED;
    }
}
