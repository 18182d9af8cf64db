package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.core.topology.Need;
import dev.crossdock.messaging.spi.Topology;

/** What a consumer needs on the broker: made before it starts, and made again when somebody has deleted it. */
final class Groundwork {
    private Groundwork() {}

    /** Makes what is missing, or looks for it, as the program is told to. */
    static void lay(Membership<?> member) throws Exception {
        for (Need need : Need.first(member.inbox(), member.settings())) {
            need.provision(
                    member.engine().transport(), member.engine().settings().provisioning());
        }
    }

    /**
     * Makes it again if a failure says that something is not there, and if the program may make it. What had been in there
     * is gone; what comes from now on is not.
     */
    static void mend(Membership<?> member, Throwable failure) throws Exception {
        boolean maker = member.engine().settings().provisioning() == Topology.Provisioning.CREATE;
        if (maker
                && member.engine()
                                .failures()
                                .of("Using what the group has", failure)
                                .code()
                        == ErrorCode.NOT_FOUND) {
            lay(member);
        }
    }
}
