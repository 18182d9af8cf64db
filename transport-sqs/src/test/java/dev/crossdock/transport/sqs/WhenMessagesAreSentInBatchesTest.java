package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.SendListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhenMessagesAreSentInBatchesTest {
    private final List<List<Integer>> batches = new ArrayList<>();
    private final List<CompletableFuture<Map<Integer, Target.Failed>>> answers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private final Target target = new Target() {
        @Override
        public boolean fifo() {
            return true;
        }

        @Override
        public CompletableFuture<Map<Integer, Target.Failed>> send(List<Parcel> batch) {
            batches.add(batch.stream().map(Parcel::index).toList());
            CompletableFuture<Map<Integer, Target.Failed>> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }
    };

    private final SendListener listener = new SendListener() {
        @Override
        public void confirmed(int index) {
            told.add("confirmed " + index);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            told.add("rejected " + index);
        }

        @Override
        public void unknown(int index, Throwable cause) {
            told.add("unknown " + index);
        }
    };

    private SendLane lane(int maxBytes) {
        return new SendLane(target, maxBytes, (lane, failure) -> {});
    }

    private void add(SendLane lane, int from, int to) {
        add(lane, from, to, index -> null);
    }

    private void add(SendLane lane, int from, int to, IntFunction<String> group) {
        List<Parcel> parcels = new ArrayList<>();
        for (int i = from; i < to; i++) {
            parcels.add(new Parcel(new Parcel.Content("x", Map.of(), 100), i, listener, 0, group.apply(i)));
        }
        lane.add(parcels);
    }

    private static List<Integer> indexes(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void theFirstLeavesAtOnceAndTheRestTogether() {
        SendLane lane = lane(10_000);
        add(lane, 0, 1);
        for (int i = 1; i < 4; i++) {
            add(lane, i, i + 1);
        }
        assertThat(batches).containsExactly(List.of(0));
        answers.get(0).complete(Map.of());
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3));
        assertThat(told).containsExactly("confirmed 0");
    }

    @Test
    void onlyFullBatchesLeaveBesideOthers() {
        SendLane lane = lane(10_000);
        add(lane, 0, 15);
        assertThat(batches).containsExactly(indexes(0, 10));
        add(lane, 15, 20);
        assertThat(batches).containsExactly(indexes(0, 10), indexes(10, 20));
    }

    @Test
    void aGroupThatIsUnderWayWaitsAndOthersDoNot() {
        SendLane lane = lane(10_000);
        add(lane, 0, 1, index -> "a");
        add(lane, 1, 12, index -> index % 2 == 0 ? "a" : "b");
        assertThat(batches).containsExactly(List.of(0), List.of(1, 3, 5, 7, 9, 11));
        answers.get(0).complete(Map.of());
        assertThat(batches).hasSize(2);
        answers.get(1).complete(Map.of());
        assertThat(batches).hasSize(3);
        assertThat(batches.get(2)).containsExactly(2, 4, 6, 8, 10);
    }

    @Test
    void noBatchIsLargerThanTheLimit() {
        SendLane lane = lane(250);
        add(lane, 0, 3);
        assertThat(batches).containsExactly(List.of(0, 1));
    }

    @Test
    void eachEntryHasItsOwnAnswer() {
        SendLane lane = lane(10_000);
        add(lane, 0, 3);
        MessagingException reason = new MessagingException(ErrorCode.INTERNAL, "no");
        answers.get(0).complete(Map.of(1, new Target.Failed(true, reason), 2, new Target.Failed(false, reason)));
        assertThat(told).containsExactly("confirmed 0", "rejected 1", "unknown 2");
    }

    @Test
    void whatWaitsForATargetThatIsGoneIsRejectedAndNotSentAfterIt() {
        SendLane lane = new SendLane(target, 10_000, SendLane::close);
        add(lane, 0, 1);
        add(lane, 1, 2);
        answers.get(0).completeExceptionally(new java.net.ConnectException("refused"));
        add(lane, 2, 3);
        assertThat(told).containsExactly("rejected 0", "rejected 1", "rejected 2");
        assertThat(batches).hasSize(1);
    }

    @Test
    void aBatchWithoutAnAnswerIsUnknown() {
        SendLane lane = lane(10_000);
        add(lane, 0, 1);
        answers.get(0).completeExceptionally(new java.io.IOException("reset"));
        assertThat(told).containsExactly("unknown 0");
    }

    @Test
    void aBatchThatNeverLeftIsRejected() {
        SendLane lane = lane(10_000);
        add(lane, 0, 1);
        answers.get(0).completeExceptionally(new java.net.ConnectException("refused"));
        assertThat(told).containsExactly("rejected 0");
    }

    @Test
    void atTheEndWhatHasNotLeftIsRejectedAndTheRestUnknownOnce() {
        SendLane lane = lane(10_000);
        add(lane, 0, 1);
        add(lane, 1, 2);
        lane.close();
        lane.abandon();
        answers.get(0).complete(Map.of());
        add(lane, 2, 3);
        assertThat(told).containsExactly("rejected 1", "unknown 0", "rejected 2");
    }
}
