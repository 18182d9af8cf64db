package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.containers.Exhaustion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/** A quota for whoever produces, by which the broker holds them back. */
record Quota(String bootstrapServers) implements Exhaustion {
    private static final double A_LITTLE = 10_000;

    @Override
    public void begin(String topic) {
        set(A_LITTLE);
    }

    @Override
    public void end(String topic) {
        set(null);
    }

    private void set(@Nullable Double bytesPerSecond) {
        ClientQuotaEntity everybody =
                new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        ClientQuotaAlteration quota = new ClientQuotaAlteration(
                everybody, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.alterClientQuotas(List.of(quota)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
