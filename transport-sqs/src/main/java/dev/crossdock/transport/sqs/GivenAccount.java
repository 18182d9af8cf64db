package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The account that was configured. All of it may change, as AWS gives another id with another secret. The SDK asks before
 * each request, which is oftener than files are worth reading. Thread-safe.
 */
final class GivenAccount implements AwsCredentialsProvider {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final SqsConfig.Account account;
    private @Nullable AwsCredentials known;
    private long readAt;

    GivenAccount(SqsConfig.Account account) {
        this.account = account;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        long now = System.nanoTime();
        AwsCredentials last = known;
        if (last != null && now - readAt < FRESH_NANOS) {
            return last;
        }
        AwsCredentials read = read();
        known = read;
        readAt = now;
        return read;
    }

    /** Not who it is. */
    @Override
    public String toString() {
        return account.toString();
    }

    private AwsCredentials read() {
        String id = account.accessKeyId().value();
        String secret = account.secretAccessKey().value();
        Secret token = account.sessionToken();
        return token == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token.value());
    }
}
