package dev.crossdock.conformance;

import java.nio.file.Path;
import java.util.Map;

/**
 * Who may use the server of a store, and how it shows that it is the right one. Configurations are complete, as
 * {@link StoreHarness#configuration()}.
 */
public interface StoreSecurity {
    /** With an account that exists and this password, which is not its own. */
    Map<String, String> wrongPassword(String password);

    /**
     * Makes the server show another certificate to whoever connects from now on.
     *
     * @param identity a key and its certificate, PKCS12 with the password of {@code Certificates}
     */
    void show(Path identity) throws Exception;

    /**
     * With TLS and the right account.
     *
     * @param trustStore whom to trust, PKCS12 with the password of {@code Certificates}
     */
    Map<String, String> secured(Path trustStore) throws Exception;

    /** Another account whose secret can be changed, which then can be put into {@link StoreHarness#configuration()}. */
    Rotation rotation();

    /** Breaks the connections of that account. */
    void dropConnections();
}
