package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Secret;
import java.io.IOException;
import java.util.Map;
import org.apache.pulsar.client.api.Authentication;
import org.apache.pulsar.client.api.AuthenticationDataProvider;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.PulsarClientException;

/**
 * A plugin of the native client whose parameters may change: each connection asks, and when they are others, another plugin
 * is made. Thread-safe.
 */
@SuppressWarnings("serial") // Serializable because the client's interface is; nobody does it.
final class ChangingAccount implements Authentication {
    private final String plugin;
    private final Secret parameters;
    private String known;
    private Authentication current;

    ChangingAccount(String plugin, Secret parameters) throws PulsarClientException {
        this.plugin = plugin;
        this.parameters = parameters;
        this.known = parameters.value();
        this.current = AuthenticationFactory.create(plugin, known);
    }

    @Override
    public synchronized String getAuthMethodName() {
        return current.getAuthMethodName();
    }

    @Override
    public synchronized AuthenticationDataProvider getAuthData(String brokerHostName) throws PulsarClientException {
        return upToDate().getAuthData(brokerHostName);
    }

    /** Nothing: it has its parameters. */
    @Override
    @Deprecated
    public void configure(Map<String, String> ignored) {}

    @Override
    public synchronized void start() throws PulsarClientException {
        current.start();
    }

    @Override
    public synchronized void close() throws IOException {
        current.close();
    }

    /** Not the parameters. */
    @Override
    public String toString() {
        return "ChangingAccount[" + plugin + "]";
    }

    private Authentication upToDate() throws PulsarClientException {
        String now = parameters.value();
        if (!now.equals(known)) {
            Authentication next = AuthenticationFactory.create(plugin, now);
            next.start();
            Authentication last = current;
            current = next;
            known = now;
            try {
                last.close();
            } catch (IOException e) {
                // What it had open is not needed any more.
            }
        }
        return current;
    }
}
