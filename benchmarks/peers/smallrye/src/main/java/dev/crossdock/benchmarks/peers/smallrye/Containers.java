package dev.crossdock.benchmarks.peers.smallrye;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** Containers with settings of their own, side by side in one process. */
final class Containers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Containers() {}

    static SeContainer start(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "benchmark", 100))
                .build();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        resolver.releaseConfig(resolver.getConfig(loader));
        resolver.registerConfig(config, loader);
        return SeContainerInitializer.newInstance().initialize();
    }

    /** Waits until its channels are there, which is after the container is: what is closed before has made nothing. */
    static void awaitReady(SeContainer container) throws InterruptedException {
        HealthCenter health = container.select(HealthCenter.class).get();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (HealthReport report = health.getReadiness();
                report.getChannels().isEmpty() || !report.isOk();
                report = health.getReadiness()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "wanted all channels ready within " + PATIENCE + ", found " + report.getChannels());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
