package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;

/** Of a server behind a front: where the one is down, the other one takes nobody either. */
record FrontedControl(BrokerControl server, PollWatch front) implements BrokerControl {
    @Override
    public void dropConnections() {
        server.dropConnections();
    }

    @Override
    public void pause() {
        server.pause();
    }

    @Override
    public void resume() {
        server.resume();
    }

    @Override
    public void kill() {
        server.kill();
        front.shut();
    }

    @Override
    public void stop() {
        server.stop();
        front.shut();
    }

    @Override
    public void start() {
        server.start();
        front.open();
    }

    @Override
    public void exhaust(String topic) {
        server.exhaust(topic);
    }

    @Override
    public void relieve(String topic) {
        server.relieve(topic);
    }
}
