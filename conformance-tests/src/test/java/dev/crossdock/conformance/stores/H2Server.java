package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.containers.FixedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.h2.tools.Server;

/** H2 in this process, which others reach over TCP, with a file that outlives a stop. */
final class H2Server implements DatabaseServer, BrokerControl {
    private final int port = FixedPort.free();
    private final Path folder;
    private Server server;

    H2Server() {
        try {
            folder = Files.createTempDirectory("crossdock-h2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = open();
    }

    @Override
    public String url() {
        return "jdbc:h2:tcp://localhost:" + port + "/./stores";
    }

    @Override
    public String user() {
        return "crossdock";
    }

    @Override
    public String password() {
        return "rack and pinion";
    }

    @Override
    public BrokerControl control() {
        return this;
    }

    @Override
    public void dropConnections() {
        throw new UnsupportedOperationException("connections are not broken one by one here");
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException("a server of this process cannot be paused");
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("a server of this process cannot be paused");
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void start() {
        server = open();
    }

    @Override
    public void close() {
        server.stop();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(H2Server::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        delete(folder);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server open() {
        try {
            return Server.createTcpServer(
                            "-tcpPort", Integer.toString(port), "-ifNotExists", "-baseDir", folder.toString())
                    .start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
