package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.State;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the transport about each thing that a group needs. */
public final class DefaultGroupTopology implements GroupTopology {
    private final Engine engine;
    private final ConsumerSettings<?> settings;
    private final List<Need> needs;

    /** That of a consumer with these settings. */
    public DefaultGroupTopology(Engine engine, Address.Inbox inbox, ConsumerSettings<?> settings) {
        this.engine = engine;
        this.settings = settings;
        this.needs = Need.all(inbox, settings, engine.ladder());
    }

    @Override
    public List<TopologyObject> plan() {
        List<TopologyObject> plan = new ArrayList<>();
        needs.forEach(need -> plan.add(look(need)));
        return List.copyOf(plan);
    }

    @Override
    public List<TopologyObject> apply() {
        Map<Need, TopologyObject> refused = new HashMap<>();
        for (Need need : needs) {
            // Looked at first, because who only creates may rely on what it has seen before.
            if (look(need).state() != State.DIFFERENT) {
                TopologyObject refusal = make(need);
                if (refusal != null) {
                    refused.put(need, refusal);
                }
            }
        }
        List<TopologyObject> plan = new ArrayList<>();
        for (Need need : needs) {
            TopologyObject refusal = refused.get(need);
            plan.add(refusal != null ? refusal : look(need));
        }
        return List.copyOf(plan);
    }

    @Override
    public List<TopologyFinding> findings(Duration handlerTime) {
        if (handlerTime.isNegative()) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "The time of a handler is not negative; found " + handlerTime);
        }
        List<Found> found = new ArrayList<>();
        for (Need need : needs) {
            TopologyObject object = look(need);
            found.add(new Found(need, object, object.state() == State.MISSING ? null : facts(need)));
        }
        return Rules.judge(new Examination(
                settings,
                engine.transport().capabilities(),
                handlerTime,
                RetryHorizon.of(settings.retry()),
                List.copyOf(found)));
    }

    // Also what is there: a broker may not show all that belongs to it, nor that it differs.
    private @Nullable TopologyObject make(Need need) {
        try {
            need.provision(engine.transport(), Provisioning.CREATE);
            return null;
        } catch (Exception e) {
            MessagingException failure =
                    engine.failures().of("Making the " + need.address().inWords(), e);
            if (failure.code() == ErrorCode.CONFLICT) {
                return object(need, State.DIFFERENT, detail(failure));
            }
            throw failure;
        }
    }

    private TopologyObject look(Need need) {
        try {
            need.provision(engine.transport(), Provisioning.VERIFY);
            return object(need, State.PRESENT, "");
        } catch (Exception e) {
            MessagingException failure =
                    engine.failures().of("Looking for the " + need.address().inWords(), e);
            return switch (failure.code()) {
                case NOT_FOUND -> object(need, State.MISSING, detail(failure));
                case CONFLICT -> object(need, State.DIFFERENT, detail(failure));
                default -> throw failure;
            };
        }
    }

    private @Nullable Description facts(Need need) {
        try {
            return engine.transport().describe(need.address()).orElse(null);
        } catch (Exception e) {
            MessagingException failure =
                    engine.failures().of("Asking about the " + need.address().inWords(), e);
            return switch (failure.code()) {
                // It was there a moment ago; or it is something else, and the plan says what.
                case NOT_FOUND -> null;
                case PERMISSION_DENIED ->
                    Description.builder()
                            .unseen("its settings, which this account may not read", detail(failure))
                            .build();
                default -> throw failure;
            };
        }
    }

    private static TopologyObject object(Need need, State state, String detail) {
        return new TopologyObject(need.kind(), need.address().inWords(), state, detail);
    }

    private static String detail(MessagingException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = failure.code() + ": ";
        return message.startsWith(code) ? message.substring(code.length()) : message;
    }
}
