package dev.crossdock.conformance.stores;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How the account of a store is written into a configuration.
 *
 * @param section what its keys begin with
 * @param base a complete configuration with the account that is there anyway
 */
record AccountSettings(String section, Map<String, String> base) {
    /** Of the account whose secret changes. */
    static final String CHANGING = "changing";

    /** With this password instead of the right one. */
    Map<String, String> withPassword(String password) {
        Map<String, String> changed = new HashMap<>(base);
        changed.put(section + "password", password);
        return changed;
    }

    /** Puts the account whose secret changes in place of the one in a configuration. */
    void putChanging(Map<String, String> configuration, Path file) {
        configuration.put(section + "username", CHANGING);
        configuration.remove(section + "password");
        configuration.put(section + "password-file", file.toString());
    }
}
