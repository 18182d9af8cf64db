package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.deadLetters;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Topic;
import java.util.List;

/** Desks that do more than they were told, or see less than there is. */
final class DeskMutants {
    private DeskMutants() {}

    static List<Mutant> all() {
        return List.of(
                named("m112", "redrives when it is only to count", "G06.dry")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public DeadLetterProgress redrive(DeadLetterJob job) {
                                return sound.redrive(job.dryRun(false));
                            }
                        })),
                named("m113", "knows no rate", "G06.rate")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public DeadLetterProgress redrive(DeadLetterJob job) {
                                return sound.redrive(job.perSecond(Double.POSITIVE_INFINITY));
                            }
                        })),
                named("m114", "takes what is at its limit for more", "G07.early")
                        .library(messaging -> new MessagingDecorator(messaging) {
                            @Override
                            public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
                                return new BuilderDecorator<>(sound.consume(topic, group)) {
                                    @Override
                                    public Consumer.Builder<T> deadLetterLimits(DeadLetterLimits limits) {
                                        return super.deadLetterLimits(limits.messages(limits.messages() - 1));
                                    }
                                };
                            }
                        }),
                named("m115", "shows entries of others as its own", "G08.reason")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public List<DeadLetter> browse(int limit) {
                                return sound.browse(limit).stream()
                                        .map(DeskMutants::asOurs)
                                        .toList();
                            }
                        })));
    }

    private static DeadLetter asOurs(DeadLetter letter) {
        return letter.reason() != DeadLetterReason.NATIVE
                ? letter
                : new DeadLetter(
                        letter.entryId(),
                        letter.messageId(),
                        letter.body(),
                        letter.key(),
                        letter.headers(),
                        DeadLetterReason.REJECTED,
                        letter.error(),
                        letter.exceptionType(),
                        letter.attempts(),
                        letter.deadAt(),
                        letter.firstAttemptAt(),
                        letter.topic(),
                        letter.group(),
                        letter.source(),
                        letter.redrives());
    }
}
