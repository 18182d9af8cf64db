package dev.crossdock.benchmarks.compare;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Bounds what a Kafka broker keeps: a comparison writes hundreds of megabytes a second, and a log keeps them for a week,
 * consumed or not. No step has more than the bound of one partition under way.
 */
final class BoundedLog {
    private static final String KEPT = Long.toString(512L << 20);
    private static final String SEGMENT = Long.toString(64L << 20);
    private static final long PATIENCE_SECONDS = 30;

    private BoundedLog() {}

    /** Of all topics of the broker at this address that say nothing themselves. */
    static void on(String address) throws Exception {
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.incrementalAlterConfigs(
                            Map.of(all, List.of(set("log.retention.bytes", KEPT), set("log.segment.bytes", SEGMENT))))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
