package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhenMessagesAreAcceptedTest {
    private final Loans loans = new Loans();
    private final List<RabbitMqDelivery> out = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<RabbitMqDelivery> lost = new ArrayList<>();
    private boolean connected = true;

    private Acceptances lend(int messages, int window) {
        for (int tag = 1; tag <= messages; tag++) {
            RabbitMqDelivery delivery = new RabbitMqDelivery(
                    tag, new WireMessage(new byte[0], null, Headers.empty()), 1, false, "orders/billing");
            loans.add(delivery);
            out.add(delivery);
        }
        return new Acceptances(
                loans,
                (tag, withAllBefore) -> {
                    told.add(withAllBefore ? ".." + tag : "" + tag);
                    return connected;
                },
                window,
                lost::add);
    }

    private void accept(Acceptances acceptances, int... tags) {
        for (int tag : tags) {
            acceptances.add(out.get(tag - 1));
        }
    }

    @Test
    void aSmallWindowTellsOfEachAtOnce() {
        Acceptances acceptances = lend(2, 3);
        accept(acceptances, 1);
        acceptances.tellIfDue();
        accept(acceptances, 2);
        acceptances.tellIfDue();
        assertThat(told).containsExactly("..1", "..2");
    }

    @Test
    void halfOfTheWindowIsToldTogether() {
        Acceptances acceptances = lend(4, 8);
        accept(acceptances, 1, 2, 3, 4);
        acceptances.tellIfDue();
        assertThat(told).containsExactly("..4");
    }

    @Test
    void fewerAreToldAfterAMoment() {
        Acceptances acceptances = lend(1, 1_000);
        accept(acceptances, 1);
        long wait = acceptances.untilDue(Long.MAX_VALUE);
        assertThat(wait).isLessThanOrEqualTo(10_000_000);
        while (told.isEmpty() && !out.isEmpty()) {
            acceptances.tellIfDue();
        }
        assertThat(told).containsExactly("..1");
        assertThat(acceptances.untilDue(7)).isEqualTo(7);
    }

    @Test
    void fewerAreToldSoonerIfMostOfTheWindowIsInUse() {
        Acceptances acceptances = lend(8, 10);
        accept(acceptances, 1);
        assertThat(acceptances.untilDue(Long.MAX_VALUE)).isLessThanOrEqualTo(2_000_000);
    }

    @Test
    void whatIsStillWithTheEngineIsNeverToldOf() {
        Acceptances acceptances = lend(5, 1_000);
        accept(acceptances, 1, 3, 5);
        acceptances.tell();
        assertThat(told).containsExactly("3", "5", "..1");
        told.clear();
        accept(acceptances, 2);
        acceptances.tell();
        assertThat(told).as("not 3, which the broker knows no more").containsExactly("..2");
    }

    @Test
    void whatHasOvertakenAnotherIsToldWithItIfThatOneIsQuick() {
        Acceptances acceptances = lend(8, 8);
        accept(acceptances, 1, 2, 3, 5);
        acceptances.tellIfDue();
        assertThat(told).containsExactly("..3");
        told.clear();
        accept(acceptances, 4, 6, 7, 8);
        acceptances.tellIfDue();
        assertThat(told).containsExactly("..8");
    }

    @Test
    void whatHasOvertakenASlowOneIsToldTheSecondTime() {
        Acceptances acceptances = lend(8, 8);
        accept(acceptances, 1, 2, 3, 5);
        acceptances.tellIfDue();
        told.clear();
        while (told.isEmpty()) {
            acceptances.tellIfDue();
        }
        assertThat(told).containsExactly("5");
        assertThat(acceptances.untilDue(7)).as("nothing is left to be told").isEqualTo(7);
    }

    @Test
    void manyThatHaveOvertakenASlowOneAreToldAtOnceBecauseTheyFillTheWindow() {
        Acceptances acceptances = lend(8, 8);
        accept(acceptances, 2, 3, 4, 5);
        acceptances.tellIfDue();
        assertThat(told).containsExactly("2", "3", "4", "5");
    }

    @Test
    void whatHasOvertakenAnotherIsLostWithTheSession() {
        Acceptances acceptances = lend(8, 8);
        accept(acceptances, 1, 2, 3, 5);
        acceptances.tellIfDue();
        accept(acceptances, 6);
        acceptances.lose();
        assertThat(lost).containsExactly(out.get(4), out.get(5));
    }

    @Test
    void whatCannotBeToldIsLostOnce() {
        connected = false;
        Acceptances acceptances = lend(2, 1_000);
        accept(acceptances, 1);
        acceptances.tell();
        accept(acceptances, 2);
        acceptances.lose();
        acceptances.lose();
        assertThat(lost).isEqualTo(out);
    }
}
