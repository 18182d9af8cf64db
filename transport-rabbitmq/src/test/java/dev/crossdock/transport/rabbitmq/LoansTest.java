package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoansTest {
    private final Loans loans = new Loans();
    private final List<RabbitMqDelivery> out = new ArrayList<>();

    @BeforeEach
    void lendFive() {
        for (int tag = 1; tag <= 5; tag++) {
            RabbitMqDelivery delivery = new RabbitMqDelivery(
                    tag, new WireMessage(new byte[0], null, Headers.empty()), 1, false, "orders/billing");
            loans.add(delivery);
            out.add(delivery);
        }
    }

    private boolean settle(int tag) {
        return loans.settle(out.get(tag - 1));
    }

    @Test
    void aRunAtTheFrontCanBeAcknowledgedTogether() {
        assertThat(settle(2)).isTrue();
        assertThat(loans.takeSettledPrefix()).isZero();
        assertThat(settle(1)).isTrue();
        assertThat(loans.takeSettledPrefix()).isEqualTo(2);
        assertThat(loans.takeSettledPrefix()).isZero();
        assertThat(loans.size()).isEqualTo(3);
    }

    @Test
    void nothingIsSettledTwice() {
        assertThat(settle(1)).isTrue();
        assertThat(settle(1)).isFalse();
        assertThat(loans.size()).isEqualTo(4);
    }

    @Test
    void whatWasKeptEndsTheRunAndComesAgainOldestFirst() {
        loans.keep(out.get(2));
        loans.keep(out.get(1));
        assertThat(settle(1)).isTrue();
        assertThat(settle(4)).isTrue();
        assertThat(settle(2)).as("kept, and so not the engine's to settle").isFalse();
        assertThat(loans.takeSettledPrefix()).isEqualTo(1);
        assertThat(loans.takeKept()).isSameAs(out.get(1));
        assertThat(loans.takeKept()).isSameAs(out.get(2));
        assertThat(loans.takeKept()).isNull();
        assertThat(settle(2) && settle(3)).isTrue();
        assertThat(loans.takeSettledPrefix()).isEqualTo(4);
    }

    @Test
    void attemptsThatWereReleasedAreCounted() {
        out.get(0).countRelease();
        assertThat(out.get(0).deliveryCount()).isEqualTo(2);
        assertThat(out.get(0).wasReleased()).isTrue();
        assertThat(out.get(1).wasReleased()).isFalse();
    }

    @Test
    void allEndInTheOrderOfTheQueue() {
        loans.keep(out.get(3));
        assertThat(settle(2)).isTrue();
        List<String> told = new ArrayList<>();
        loans.settleAll(atWork -> told.add("work " + atWork.tag), kept -> told.add("kept " + kept.tag));
        assertThat(told).containsExactly("work 1", "work 3", "kept 4", "work 5");
        assertThat(loans.size()).isZero();
        assertThat(settle(1)).isFalse();
    }
}
