package dev.crossdock.messaging.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a broker says of one address. Immutable.
 *
 * <p>What is empty does not apply, or there is no such limit. What may be there and could not be seen is said among
 * {@link #unseen()}, and only there.
 *
 * @param partitions among how many parts messages are shared by their keys
 * @param retention after which time the broker removes what nobody has settled yet
 * @param deletedWhenUnused after which time without a reader it is removed with all that is in it
 * @param deliveryLimit how many deliveries of one message there are until the broker itself takes it away
 * @param bounds what else ends what is in it, and what keeps more from coming
 * @param replicas how many copies of each message there are
 * @param minInSync how many copies a confirm stands for at least
 * @param onlyInMemory whether a restart of the broker empties it, although the broker could keep it
 * @param detached of an inbox: whether what is published to its topic does not get there
 * @param alarms why the broker takes no messages there now, in its own words
 * @param unseen what the broker does not tell
 */
public record Description(
        OptionalInt partitions,
        Optional<Duration> retention,
        Optional<Duration> deletedWhenUnused,
        OptionalInt deliveryLimit,
        List<Bound> bounds,
        OptionalInt replicas,
        OptionalInt minInSync,
        boolean onlyInMemory,
        boolean detached,
        List<String> alarms,
        List<Unseen> unseen) {
    /** Copies the lists. */
    public Description {
        bounds = List.copyOf(bounds);
        alarms = List.copyOf(alarms);
        unseen = List.copyOf(unseen);
    }

    /**
     * A limit on what there may be.
     *
     * @param setting in the broker's words, with its value: {@code max-length = 1000}
     * @param removes whether what is there already is removed, handled or not; else what comes is refused
     */
    public record Bound(String setting, boolean removes) {}

    /**
     * What the broker does not tell.
     *
     * @param what it is
     * @param how a person can see it, as a whole sentence
     */
    public record Unseen(String what, String how) {}

    /** Begins with a broker that has no limits and says everything. */
    public static Builder builder() {
        return new Builder();
    }

    /** Names each fact where it is given. Not thread-safe. */
    public static final class Builder {
        private OptionalInt partitions = OptionalInt.empty();
        private Optional<Duration> retention = Optional.empty();
        private Optional<Duration> deletedWhenUnused = Optional.empty();
        private OptionalInt deliveryLimit = OptionalInt.empty();
        private final List<Bound> bounds = new ArrayList<>();
        private OptionalInt replicas = OptionalInt.empty();
        private OptionalInt minInSync = OptionalInt.empty();
        private boolean onlyInMemory;
        private boolean detached;
        private final List<String> alarms = new ArrayList<>();
        private final List<Unseen> unseen = new ArrayList<>();

        private Builder() {}

        /** See {@link Description#partitions()}. */
        public Builder partitions(int count) {
            this.partitions = OptionalInt.of(count);
            return this;
        }

        /** See {@link Description#retention()}. */
        public Builder retention(Duration time) {
            this.retention = Optional.of(time);
            return this;
        }

        /** See {@link Description#deletedWhenUnused()}. */
        public Builder deletedWhenUnused(Duration time) {
            this.deletedWhenUnused = Optional.of(time);
            return this;
        }

        /** See {@link Description#deliveryLimit()}. */
        public Builder deliveryLimit(int deliveries) {
            this.deliveryLimit = OptionalInt.of(deliveries);
            return this;
        }

        /** See {@link Description#bounds()}. */
        public Builder bound(String setting, boolean removes) {
            this.bounds.add(new Bound(setting, removes));
            return this;
        }

        /** See {@link Description#replicas()}. */
        public Builder replicas(int copies) {
            this.replicas = OptionalInt.of(copies);
            return this;
        }

        /** See {@link Description#minInSync()}. */
        public Builder minInSync(int copies) {
            this.minInSync = OptionalInt.of(copies);
            return this;
        }

        /** See {@link Description#onlyInMemory()}. */
        public Builder onlyInMemory(boolean isSo) {
            this.onlyInMemory = isSo;
            return this;
        }

        /** See {@link Description#detached()}. */
        public Builder detached(boolean isSo) {
            this.detached = isSo;
            return this;
        }

        /** See {@link Description#alarms()}. */
        public Builder alarm(String words) {
            this.alarms.add(words);
            return this;
        }

        /** See {@link Description#unseen()}. */
        public Builder unseen(String what, String how) {
            this.unseen.add(new Unseen(what, how));
            return this;
        }

        /** The facts. */
        public Description build() {
            return new Description(
                    partitions,
                    retention,
                    deletedWhenUnused,
                    deliveryLimit,
                    bounds,
                    replicas,
                    minInSync,
                    onlyInMemory,
                    detached,
                    alarms,
                    unseen);
        }
    }
}
