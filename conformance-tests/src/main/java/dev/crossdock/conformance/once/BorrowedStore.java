package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** A store of another process. One call at a time; thread-safe. */
final class BorrowedStore implements IdempotencyStore {
    private final Socket lender;
    private final BufferedReader answers;
    private final JsonMapper json = JsonMapper.builder().build();

    BorrowedStore(int port) throws IOException {
        this.lender = new Socket(InetAddress.getLoopbackAddress(), port);
        this.answers = new BufferedReader(new InputStreamReader(lender.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) throws IOException {
        return ask(new Loan.Question(Loan.Step.CLAIM, scope, key, 0, lease.toMillis()))
                .claim(scope, key);
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) throws IOException {
        return ask(Loan.Step.RENEW, claim, lease);
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) throws IOException {
        return ask(Loan.Step.COMPLETE, claim, retention);
    }

    @Override
    public void release(Claim.Acquired claim) throws IOException {
        boolean unused = ask(Loan.Step.RELEASE, claim, Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        lender.close();
    }

    private boolean ask(Loan.Step step, Claim.Acquired claim, Duration time) throws IOException {
        Loan.Answer answer =
                ask(new Loan.Question(step, claim.scope(), claim.key(), claim.fencingToken(), time.toMillis()));
        return answer.result() == Loan.Result.YES;
    }

    private synchronized Loan.Answer ask(Loan.Question question) throws IOException {
        lender.getOutputStream().write((json.writeValueAsString(question) + "\n").getBytes(StandardCharsets.UTF_8));
        lender.getOutputStream().flush();
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the store has gone");
        }
        return json.readValue(line, Loan.Answer.class);
    }
}
