/** What programs write against, and what a transport implements. */
module dev.crossdock.messaging.api {
    requires static transitive org.jspecify;

    exports dev.crossdock.messaging;
    exports dev.crossdock.messaging.spi;

    uses dev.crossdock.messaging.spi.EngineProvider;
}
