package dev.crossdock.codec.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/** Lets a sealed type without annotations name its member in a property: the compiler knows all there are. */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final JsonTypeInfo.Value BY_SIMPLE_NAME = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, null);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value stated = super.findPolymorphicTypeInfo(config, annotated);
        return stated == null && isClassThatIsSealed(annotated) ? BY_SIMPLE_NAME : stated;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        if (super.findPolymorphicTypeInfo(config, annotated) != null || !isClassThatIsSealed(annotated)) {
            return super.findSubtypes(config, annotated);
        }
        List<NamedType> members = new ArrayList<>();
        membersOf(annotated.getRawType()).forEach((name, member) -> members.add(new NamedType(member, name)));
        return members;
    }

    /** Complains about a sealed type whose members cannot be told apart. */
    static void check(Class<?> type) {
        if (type.isSealed()) {
            membersOf(type);
        }
    }

    // Annotated stands for classes, fields and parameters; those of a sealed type find the class's own answer.
    private static boolean isClassThatIsSealed(Annotated annotated) {
        return annotated.getAnnotated() instanceof Class<?> type && type.isSealed();
    }

    private static Map<String, Class<?>> membersOf(Class<?> sealed) {
        Map<String, Class<?>> members = new LinkedHashMap<>();
        collect(sealed, members);
        return members;
    }

    private static void collect(Class<?> sealed, Map<String, Class<?>> members) {
        for (Class<?> member : sealed.getPermittedSubclasses()) {
            if (member.isSealed()) {
                collect(member, members);
                continue;
            }
            Class<?> other = members.put(member.getSimpleName(), member);
            if (other != null && other != member) {
                throw new MessagingException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The members of a sealed type are told apart by their simple names; found " + other.getName()
                                + " and " + member.getName() + " below " + sealed.getName());
            }
        }
    }
}
