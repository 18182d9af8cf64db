package dev.crossdock.transport.nats;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import io.nats.client.Connection;
import java.io.IOException;

/** One native connection and all that works over it. Thread-safe. */
record Connected(
        Connection connection,
        Link link,
        Api api,
        Provisioner provisioner,
        Publishing publishing,
        Consuming consuming,
        Browsing browsing) {
    /**
     * Connects.
     *
     * @throws MessagingException with the code of what was found
     */
    static Connected open(NatsConfig config, Client client, TimeSource time) throws InterruptedException {
        Link link = new Link();
        Connection connection = connect(config, client, link);
        try {
            Api api = new Api(connection, config.requestTimeout());
            boolean schedules = ServerVersion.of(connection).schedules(config);
            Provisioner provisioner = new Provisioner(api, new Blueprints(config, schedules));
            Publishing publishing = new Publishing(connection, provisioner, config, time);
            Consuming consuming =
                    new Consuming(client, connection, link, api, provisioner, publishing, config.requestTimeout());
            link.add(api);
            link.add(publishing);
            return new Connected(
                    connection,
                    link,
                    api,
                    provisioner,
                    publishing,
                    consuming,
                    new Browsing(connection, config.requestTimeout()));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether the client has given the connection up, and will not make it again. */
    boolean isOver() {
        return connection.getStatus() == Connection.Status.CLOSED;
    }

    /** What is unanswered is unknown. */
    void close() throws InterruptedException {
        publishing.close();
        connection.close();
    }

    private static Connection connect(NatsConfig config, Client client, Link link) throws InterruptedException {
        try {
            return client.connect(link);
        } catch (IOException e) {
            throw new MessagingException(
                    NativeFailures.classify(e),
                    "Wanted to connect to NATS at " + config.servers() + " as " + config.account() + "; found "
                            + reason(e),
                    e);
        }
    }

    private static String reason(IOException failure) {
        Throwable told = failure.getCause() == null ? failure : failure.getCause();
        return told.getClass().getSimpleName() + (told.getMessage() == null ? "" : ": " + told.getMessage());
    }
}
