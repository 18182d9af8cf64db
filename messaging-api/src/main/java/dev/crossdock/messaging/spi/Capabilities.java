package dev.crossdock.messaging.spi;

import java.time.Duration;

/**
 * What a broker can do by itself. It changes how the engine does a thing, never whether a user may ask for it; what
 * cannot be kept even so is refused when a consumer starts.
 *
 * <p>Durations and numbers are true limits: at the limit it works, beyond it the transport refuses.
 *
 * @param releases whether messages can be released one by one; not in a log, where {@link Receiver#release} is never called
 * @param maxReleaseDelay the longest delay of {@link Receiver#release}; zero if a released message comes at once
 * @param releaseHoldsKey whether, with order per key, a released message keeps later ones of its key behind it
 * @param maxSendDelay the longest delay of {@link Transport#send} to an inbox or a topic; zero if there is none
 * @param maxLaneDelay the longest delay of {@link Transport#send} to a {@link Address.DelayLane}; with it each message in a
 *     lane waits for as long as was said with it, so that one lane of this length does for a target; zero if all in a lane
 *     wait equally long
 * @param emptiesLanes whether what has waited in a {@link Address.DelayLane} is moved to the lane's target by the broker;
 *     lanes are then provisioned and sent to, and never read
 * @param keepsOrder whether the only reader of a queue gets messages in about the order in which they were sent; if not, the
 *     engine sorts dead letters before it shows them
 * @param countsDeliveries whether {@link WireDelivery#deliveryCount()} grows with released messages
 * @param maxHold how long a message may stay on loan, renewed or not
 * @param ordersPerKey whether {@link dev.crossdock.messaging.Ordering#PER_KEY} can be asked for
 * @param replays whether a new inbox can start {@link dev.crossdock.messaging.StartFrom#EARLIEST}
 * @param maxMessageBytes the largest message, counted as the transport's page says
 * @param maxHeaders the greatest number of headers, the library's own included
 */
public record Capabilities(
        boolean releases,
        Duration maxReleaseDelay,
        boolean releaseHoldsKey,
        Duration maxSendDelay,
        Duration maxLaneDelay,
        boolean emptiesLanes,
        boolean keepsOrder,
        boolean countsDeliveries,
        Duration maxHold,
        boolean ordersPerKey,
        boolean replays,
        int maxMessageBytes,
        int maxHeaders) {

    /** Begins with a broker that can do nothing by itself but keep order, keeps loans for ever and has no limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.releases = releases;
        builder.maxReleaseDelay = maxReleaseDelay;
        builder.releaseHoldsKey = releaseHoldsKey;
        builder.maxSendDelay = maxSendDelay;
        builder.maxLaneDelay = maxLaneDelay;
        builder.emptiesLanes = emptiesLanes;
        builder.keepsOrder = keepsOrder;
        builder.countsDeliveries = countsDeliveries;
        builder.maxHold = maxHold;
        builder.ordersPerKey = ordersPerKey;
        builder.replays = replays;
        builder.maxMessageBytes = maxMessageBytes;
        builder.maxHeaders = maxHeaders;
        return builder;
    }

    /** Names each answer where it is given. Each method sets the component of its name. Not thread-safe. */
    public static final class Builder {
        private boolean releases;
        private Duration maxReleaseDelay = Duration.ZERO;
        private boolean releaseHoldsKey;
        private Duration maxSendDelay = Duration.ZERO;
        private Duration maxLaneDelay = Duration.ZERO;
        private boolean emptiesLanes;
        private boolean keepsOrder = true;
        private boolean countsDeliveries;
        private Duration maxHold = Duration.ofDays(365);
        private boolean ordersPerKey;
        private boolean replays;
        private int maxMessageBytes = Integer.MAX_VALUE;
        private int maxHeaders = Integer.MAX_VALUE;

        private Builder() {}

        /** See {@link Capabilities#releases()}. */
        public Builder releases(boolean releases) {
            this.releases = releases;
            return this;
        }

        /** See {@link Capabilities#maxReleaseDelay()}. */
        public Builder maxReleaseDelay(Duration maxReleaseDelay) {
            this.maxReleaseDelay = maxReleaseDelay;
            return this;
        }

        /** See {@link Capabilities#releaseHoldsKey()}. */
        public Builder releaseHoldsKey(boolean releaseHoldsKey) {
            this.releaseHoldsKey = releaseHoldsKey;
            return this;
        }

        /** See {@link Capabilities#maxSendDelay()}. */
        public Builder maxSendDelay(Duration maxSendDelay) {
            this.maxSendDelay = maxSendDelay;
            return this;
        }

        /** See {@link Capabilities#maxLaneDelay()}. */
        public Builder maxLaneDelay(Duration maxLaneDelay) {
            this.maxLaneDelay = maxLaneDelay;
            return this;
        }

        /** See {@link Capabilities#emptiesLanes()}. */
        public Builder emptiesLanes(boolean emptiesLanes) {
            this.emptiesLanes = emptiesLanes;
            return this;
        }

        /** See {@link Capabilities#keepsOrder()}. */
        public Builder keepsOrder(boolean keepsOrder) {
            this.keepsOrder = keepsOrder;
            return this;
        }

        /** See {@link Capabilities#countsDeliveries()}. */
        public Builder countsDeliveries(boolean countsDeliveries) {
            this.countsDeliveries = countsDeliveries;
            return this;
        }

        /** See {@link Capabilities#maxHold()}. */
        public Builder maxHold(Duration maxHold) {
            this.maxHold = maxHold;
            return this;
        }

        /** See {@link Capabilities#ordersPerKey()}. */
        public Builder ordersPerKey(boolean ordersPerKey) {
            this.ordersPerKey = ordersPerKey;
            return this;
        }

        /** See {@link Capabilities#replays()}. */
        public Builder replays(boolean replays) {
            this.replays = replays;
            return this;
        }

        /** See {@link Capabilities#maxMessageBytes()}. */
        public Builder maxMessageBytes(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        /** See {@link Capabilities#maxHeaders()}. */
        public Builder maxHeaders(int maxHeaders) {
            this.maxHeaders = maxHeaders;
            return this;
        }

        /** The answers. */
        public Capabilities build() {
            return new Capabilities(
                    releases,
                    maxReleaseDelay,
                    releaseHoldsKey,
                    maxSendDelay,
                    maxLaneDelay,
                    emptiesLanes,
                    keepsOrder,
                    countsDeliveries,
                    maxHold,
                    ordersPerKey,
                    replays,
                    maxMessageBytes,
                    maxHeaders);
        }
    }
}
