package dev.crossdock.conformance;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on a broker that is reached over a network. Configurations are complete, as
 * {@link TransportHarness#configuration()}.
 */
public interface BrokerSecurity {
    /** The password in the configurations here, which nobody may ever see. */
    String password();

    /** With an account that exists, and a password that is not its own: {@link #password()} is the wrong one. */
    Map<String, String> wrongPassword();

    /** With an account that may use what exists but publish nothing; its password is {@link #password()}. */
    Map<String, String> mayNotPublish();

    /** With an account that may use what exists but consume nothing; its password is {@link #password()}. */
    Map<String, String> mayNotConsume();

    /** Where the broker answers in plain text to what a front passes on. */
    InetSocketAddress behindFront();

    /** The port at which a front has to listen on the loopback address, because the broker sends its clients there. */
    int frontPort();

    /**
     * With TLS, to a front on {@code localhost}, and with an account whose password is {@link #password()}. The name stands
     * in the values, so that a scenario can put another one there.
     *
     * @param trustStore whom to trust, PKCS12
     * @param keyStore what to show, PKCS12; {@code null} for nothing
     * @param storePassword of both
     */
    Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword);

    /** Another account whose secret can be changed, which then can be put into {@link #throughFront}. */
    Rotation rotation();
}
