package dev.crossdock.codec.jackson;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON bodies: records, {@code java.time} as ISO 8601 text, sealed types. Thread-safe.
 *
 * <p>A sealed interface or class needs no annotation: a property {@code type} holds the simple name of the permitted type
 * and picks it again. Names of classes never come from outside: no default typing.
 *
 * <p>A property that is not known is ignored, so that a newer producer does not break an older consumer. What is refused:
 * anything behind the document, a name that occurs twice in one object, {@code null} as a body, text that is not UTF-8,
 * fractions where a whole number is wanted, and documents beyond Jackson's limits on depth and length. A message with such bytes becomes a dead letter with its
 * bytes intact.
 *
 * @param <T> the type of the bodies
 */
public final class JacksonCodec<T> implements Codec<T> {
    private static final JsonMapper STANDARD = JsonMapper.builder()
            .annotationIntrospector(new SealedTypes())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private final JavaType type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JacksonCodec(JsonMapper mapper, JavaType type) {
        this.type = type;
        // The declared type, not the body's: what makes a sealed type's members tell who they are.
        this.reader = mapper.readerFor(type);
        this.writer = mapper.writerFor(type);
    }

    /**
     * The codec of a class, usually a record or a sealed interface.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if two members of a sealed type have the same
     *     simple name
     */
    public static <T> JacksonCodec<T> of(Class<T> type) {
        return of(type, STANDARD);
    }

    /** The codec of a class, with a mapper of the caller's, whose rules then hold instead of the ones above. */
    public static <T> JacksonCodec<T> of(Class<T> type, JsonMapper mapper) {
        SealedTypes.check(type);
        return new JacksonCodec<>(mapper, mapper.constructType(type));
    }

    /** The codec of a type with type arguments, such as {@code new TypeReference<List<Order>>() {}}. */
    public static <T> JacksonCodec<T> of(TypeReference<T> type) {
        return new JacksonCodec<>(STANDARD, STANDARD.constructType(type.getType()));
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] encode(T body) {
        return writer.writeValueAsBytes(body);
    }

    @Override
    public T decode(byte[] bytes, Headers headers) {
        T body = reader.readValue(bytes);
        if (body == null) {
            throw new IllegalArgumentException("wanted a " + type.getTypeName() + ", found null");
        }
        return body;
    }
}
