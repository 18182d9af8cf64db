package dev.crossdock.messaging;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The papers that travel with a message: names and values, in the order they were added, each name once.
 *
 * <p>Immutable, hence thread-safe; {@link #with} and {@link #without} give a new instance. Names are compared exactly,
 * upper and lower case being different.
 *
 * <p>What may be <em>published</em> is narrower than what can be held here, because a message from a foreign producer
 * may carry anything: a published name matches {@code [a-z0-9._-]{1,64}}, does not start with {@code crossdock-} and is
 * not {@code content-type}; a value is any Unicode text without unpaired surrogates of at most 4 KiB in UTF-8. A publish
 * with anything else is refused with {@link ErrorCode#INVALID_ARGUMENT}.
 */
public final class Headers {
    private static final Headers EMPTY = new Headers(new String[0]);

    // name, value, name, value …: messages carry few headers, so that a scan of one small array beats a hash table in
    // time and takes a fifth of its memory.
    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    /** No headers. */
    public static Headers empty() {
        return EMPTY;
    }

    /** The entries of a map, in its order. */
    public static Headers of(Map<String, String> entries) {
        String[] pairs = new String[entries.size() * 2];
        int i = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            pairs[i++] = entry.getKey();
            pairs[i++] = entry.getValue();
        }
        return ofPairs(pairs);
    }

    /**
     * Names and values in turn. The array is not copied: the caller hands it over and guarantees that each name occurs
     * once.
     *
     * @throws IllegalArgumentException if the length is odd
     */
    public static Headers ofPairs(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs, found " + namesAndValues.length);
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues);
    }

    /** How many headers there are. */
    public int size() {
        return pairs.length / 2;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** The value of a name, or {@code null} if there is no such header. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** The value of a name, or another one if there is no such header. */
    public String getOrDefault(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    /** Whether a name is there. */
    public boolean contains(String name) {
        return get(name) != null;
    }

    /** The name at a position from 0 to {@link #size()} − 1. */
    public String nameAt(int index) {
        return pairs[index * 2];
    }

    /** The value at a position from 0 to {@link #size()} − 1. */
    public String valueAt(int index) {
        return pairs[index * 2 + 1];
    }

    /** These headers with one more, or with a new value for a name that is there already. */
    public Headers with(String name, String value) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                String[] changed = pairs.clone();
                changed[i + 1] = value;
                return new Headers(changed);
            }
        }
        String[] longer = Arrays.copyOf(pairs, pairs.length + 2);
        longer[pairs.length] = name;
        longer[pairs.length + 1] = value;
        return new Headers(longer);
    }

    /** These headers without one name; the same instance if it is not there. */
    public Headers without(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                String[] shorter = new String[pairs.length - 2];
                System.arraycopy(pairs, 0, shorter, 0, i);
                System.arraycopy(pairs, i + 2, shorter, i, pairs.length - i - 2);
                return ofPairs(shorter);
            }
        }
        return this;
    }

    /** Gives each name and value to an action, in order. */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** A read-only view as a map, in order. */
    public Map<String, String> asMap() {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                return new Entries();
            }
        };
    }

    /** Whether the other object holds the same headers; their order does not matter. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && asMap().equals(that.asMap());
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    /** The names only: values may be private. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Headers[");
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(pairs[i]);
        }
        return text.append(']').toString();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, String>> {
        @Override
        public int size() {
            return Headers.this.size();
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size();
                }

                @Override
                public Map.Entry<String, String> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    int index = next++;
                    return Map.entry(nameAt(index), valueAt(index));
                }
            };
        }
    }
}
