/** Bodies as JSON, with Jackson 3. Start at {@link dev.crossdock.codec.jackson.JacksonCodec}. */
@NullMarked
package dev.crossdock.codec.jackson;

import org.jspecify.annotations.NullMarked;
