package dev.crossdock.messaging.core;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads with names that tell whose they are; virtual ones for handlers where the JDK has them (21 and later). */
public final class Threads {
    private Threads() {}

    /** Threads for code that blocks: virtual if there is such a thing, else platform daemons. */
    public static ThreadFactory forHandlers(String prefix) {
        try {
            Method ofVirtual = Thread.class.getMethod("ofVirtual");
            Object builder = ofVirtual.invoke(null);
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            builder = builderType.getMethod("name", String.class, long.class).invoke(builder, prefix + "-", 1L);
            return (ThreadFactory) builderType.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            AtomicInteger number = new AtomicInteger();
            return task -> daemon(prefix + "-" + number.incrementAndGet(), task);
        }
    }

    /** A platform thread that does not keep the process alive. */
    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
