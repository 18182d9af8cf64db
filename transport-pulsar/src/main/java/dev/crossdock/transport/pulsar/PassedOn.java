package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Settings;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pulsar.client.api.ConsumerCryptoFailureAction;
import org.apache.pulsar.client.impl.conf.ConfigurationDataUtils;
import org.apache.pulsar.client.impl.conf.ConsumerConfigurationData;

/** Settings that go to the native client by the names that it has for them, if nothing here depends on them. Pure. */
final class PassedOn {
    // What has a setting here, or what the contract depends on.
    private static final Set<String> OURS = Set.of(
            "serviceUrl",
            "authPluginClassName",
            "authParams",
            "authParamMap",
            "operationTimeoutMs",
            "lookupTimeoutMs",
            "useTls",
            "tlsAllowInsecureConnection",
            "tlsHostnameVerificationEnable",
            "tlsKeyFilePath",
            "tlsCertificateFilePath",
            "tlsTrustCertsFilePath",
            "useKeyStoreTls",
            "tlsKeyStoreType",
            "tlsKeyStorePath",
            "tlsKeyStorePassword",
            "tlsTrustStoreType",
            "tlsTrustStorePath",
            "tlsTrustStorePassword",
            "memoryLimitBytes",
            "enableTransaction",
            "topicName",
            "sendTimeoutMs",
            "blockIfQueueFull",
            "maxPendingMessages",
            "maxPendingMessagesAcrossPartitions",
            "batcherBuilder",
            "chunkingEnabled",
            "chunkMaxMessageSize",
            "initialSequenceId",
            "accessMode",
            "initialSubscriptionName",
            "topicNames",
            "topicsPattern",
            "subscriptionName",
            "subscriptionType",
            "subscriptionMode",
            "subscriptionInitialPosition",
            "receiverQueueSize",
            "autoScaledReceiverQueueSizeEnabled",
            "ackTimeoutMillis",
            "deadLetterPolicy",
            "retryEnable",
            "readCompacted",
            "resetIncludeHead",
            "keySharedPolicy",
            "batchIndexAckEnabled",
            "ackReceiptEnabled",
            "acknowledgementsGroupTimeMicros",
            "poolMessages",
            "startPaused",
            "autoAckOldestChunkedMessageOnQueueFull",
            "expireTimeOfIncompleteChunkedMessageMillis",
            "messageListener");

    private PassedOn() {}

    /**
     * Reads a family of settings, each of which is tried: the client would complain when it is used first, and show the
     * value.
     */
    static Map<String, Object> read(Settings settings, String family, Supplier<?> defaults) {
        Set<String> names = names(defaults.get().getClass());
        Map<String, String> found = settings.below(family);
        found.forEach((key, value) -> {
            if (OURS.contains(key)) {
                throw settings.invalid(family + key, "nothing, because what is promised depends on it", "a value");
            }
            if (!names.contains(key)) {
                throw settings.invalid(
                        family + key, "a property that this client of Pulsar knows", "one that it does not know");
            }
            Object tried = tried(settings, family, key, value, defaults.get());
            if (tried instanceof ConsumerConfigurationData<?> consumer
                    && consumer.getCryptoFailureAction() == ConsumerCryptoFailureAction.DISCARD) {
                throw settings.invalid(
                        family + key, "FAIL or CONSUME, because what is discarded is acknowledged", "DISCARD");
            }
        });
        return new HashMap<>(found);
    }

    private static <T> T tried(Settings settings, String family, String key, String value, T defaults) {
        try {
            @SuppressWarnings("unchecked")
            Class<T> type = (Class<T>) defaults.getClass();
            return ConfigurationDataUtils.loadData(Map.of(key, value), defaults, type);
        } catch (RuntimeException e) {
            // Not with its cause, which has the value.
            throw settings.invalid(
                    family + key, "a value that this client of Pulsar takes for it", "one that it does not take");
        }
    }

    private static Set<String> names(Class<?> possible) {
        Set<String> names = new HashSet<>();
        for (Field field : possible.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                names.add(field.getName());
            }
        }
        return names;
    }
}
