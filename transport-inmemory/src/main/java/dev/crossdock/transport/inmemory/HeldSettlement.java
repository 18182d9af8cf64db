package dev.crossdock.transport.inmemory;

/** A settlement to a paused broker. If its connection ends before, the loan ends too, and it settles nothing. */
record HeldSettlement(Object owner, Runnable settlement) implements Gate.Request {
    @Override
    public void perform() {
        settlement.run();
    }

    @Override
    public void abandon() {}
}
