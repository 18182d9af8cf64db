package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Opens a sound transport and breaks it. Settings: {@code breakage}, which of the breakages that were announced;
 * {@code transport}, the sound one; {@code sound.*}, its settings.
 */
public final class MutantTransportProvider implements TransportProvider {
    private static final Map<String, UnaryOperator<Transport>> BREAKAGES = new ConcurrentHashMap<>();

    /** For the service loader. */
    public MutantTransportProvider() {}

    /** Announces a breakage under a name of its own. */
    static void announce(String name, UnaryOperator<Transport> breakage) {
        BREAKAGES.put(name, breakage);
    }

    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        String breakage = settings.required("breakage");
        String transport = settings.required("transport");
        Settings below = Settings.of(settings.below("sound."), Map.of(), "");
        // In a second process nothing was announced. Unless it has to be broken too, it uses the sound transport, and
        // must notice that this one does not.
        UnaryOperator<Transport> announced = BREAKAGES.get(breakage);
        UnaryOperator<Transport> broken = announced == null ? ProcessMutants.announcedElsewhere(breakage) : announced;
        for (TransportProvider provider : ServiceLoader.load(TransportProvider.class)) {
            if (provider.name().equals(transport)) {
                return broken.apply(provider.open(below, time));
            }
        }
        throw new MessagingException(
                ErrorCode.INVALID_CONFIGURATION, "There is no transport '" + transport + "' to break");
    }
}
