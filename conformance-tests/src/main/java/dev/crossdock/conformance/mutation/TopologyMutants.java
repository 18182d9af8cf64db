package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Breakages.sending;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Transports that take one name or one object for another. */
final class TopologyMutants {
    private TopologyMutants() {}

    static List<Mutant> all() {
        return misdirecting();
    }

    private static List<Mutant> misdirecting() {
        return List.of(
                named("m33", "redrives to every group", "G01.leak")
                        .transport(sending((sound, to, messages, delay, listener) -> sound.send(
                                to instanceof Address.Inbox inbox
                                                && messages.get(0).headers().contains(WireHeaders.REDRIVES)
                                        ? new Address.Topic(inbox.topic())
                                        : to,
                                messages,
                                delay,
                                listener))),
                named("m69", "does not tell upper from lower case in topics", "C04.")
                        .transport(renaming(name -> name.toLowerCase(Locale.ROOT))),
                named("m70", "takes dots for dashes in topics", "C04.")
                        .transport(renaming(name -> name.replace('.', '-'))),
                named("m71", "drops what is not ASCII from names", "M05.")
                        .transport(renaming(name -> name.replaceAll("[^\\x00-\\x7F]", ""))),
                named("m52", "creates what it was told to take for granted", "A02.missing", "M03.missing")
                        .transport(provisioning(true, false)),
                named("m53", "does not look whether things exist", "M02.topic", "M06.missing")
                        .transport(provisioning(false, true)),
                named("m110", "makes nothing of what it has planned", "M06.present")
                        .library(planning(PlannedOnly::new)),
                named("m111", "finds nothing that will hurt", "M06.judged").library(planning(Blind::new)),
                named("m99", "empties an inbox that it finds when it makes sure that it is there", "M04.")
                        .transport(EmptyingTransport::new));
    }

    private static UnaryOperator<Transport> renaming(UnaryOperator<String> name) {
        return transport -> new ReaddressingTransport(transport, name, UnaryOperator.identity());
    }

    private static UnaryOperator<Transport> provisioning(boolean always, boolean never) {
        return transport -> new TransportDecorator(transport) {
            @Override
            public void provision(Address address, Topology topology) throws Exception {
                var verify = Topology.Provisioning.VERIFY;
                var create = Topology.Provisioning.CREATE;
                boolean creates = always || (never && topology.provisioning() == verify);
                sound.provision(
                        address, creates ? new Topology(create, topology.ordering(), topology.startFrom()) : topology);
            }
        };
    }

    private static UnaryOperator<Messaging> planning(UnaryOperator<GroupTopology> otherwise) {
        return building(new Breakages.Building() {
            @Override
            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                return new BuilderDecorator<>(sound) {
                    @Override
                    public GroupTopology topology() {
                        return otherwise.apply(super.topology());
                    }
                };
            }
        });
    }

    /** Only ever plans. */
    private record PlannedOnly(GroupTopology sound) implements GroupTopology {
        @Override
        public List<TopologyObject> plan() {
            return sound.plan();
        }

        @Override
        public List<TopologyObject> apply() {
            return sound.plan();
        }

        @Override
        public List<TopologyFinding> findings(Duration handlerTime) {
            return sound.findings(handlerTime);
        }
    }

    /** Finds nothing. */
    private record Blind(GroupTopology sound) implements GroupTopology {
        @Override
        public List<TopologyObject> plan() {
            return sound.plan();
        }

        @Override
        public List<TopologyObject> apply() {
            return sound.apply();
        }

        @Override
        public List<TopologyFinding> findings(Duration handlerTime) {
            return List.of();
        }
    }

    /** Takes what is there for left-overs. */
    private static final class EmptyingTransport extends TransportDecorator {
        EmptyingTransport(Transport sound) {
            super(sound);
        }

        @Override
        public void provision(Address address, Topology topology) throws Exception {
            sound.provision(address, topology);
            if (address instanceof Address.Inbox inbox) {
                ReceiverOptions options =
                        new ReceiverOptions(topology.ordering(), Duration.ofSeconds(30), 1_000, lost -> {});
                Receiver receiver = sound.open(inbox, options);
                List<WireDelivery> found = receiver.receive(1_000, Duration.ofMillis(50));
                receiver.accept(found);
                receiver.close();
            }
        }
    }
}
