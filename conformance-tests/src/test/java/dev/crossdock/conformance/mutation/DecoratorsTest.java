package dev.crossdock.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Transport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoratorsTest {
    /** A default method that is not handed on answers for whom it knows nothing about, and no compiler says so. */
    @ParameterizedTest
    @MethodSource("decorators")
    void aDecoratorHandsOnEveryQuestion(Class<?> decorator, Class<?> decorated) {
        Stream<Method> asked =
                Arrays.stream(decorated.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
        assertThat(asked)
                .allSatisfy(method -> assertThat(decorator.getDeclaredMethods())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())));
    }

    static Stream<Arguments> decorators() {
        return Stream.of(
                Arguments.of(HarnessDecorator.class, TransportHarness.class),
                Arguments.of(TransportDecorator.class, Transport.class),
                Arguments.of(ReceiverDecorator.class, Receiver.class),
                Arguments.of(WitnessDecorator.class, BrokerWitness.class),
                Arguments.of(MessagingDecorator.class, Messaging.class),
                Arguments.of(BuilderDecorator.class, Consumer.Builder.class),
                Arguments.of(ConsumerDecorator.class, Consumer.class));
    }
}
