package dev.crossdock.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the middle of somebody else's transaction: does everything but end it, and nothing once it was taken
 * back. What it makes leads back to it, and not to the one behind it.
 */
final class LentConnection implements InvocationHandler {
    private static final Set<String> NOT_YOURS = Set.of("commit", "close", "abort", "setAutoCommit", "unwrap");
    // The narrowest first.
    private static final List<Class<?>> MADE =
            List.of(CallableStatement.class, PreparedStatement.class, Statement.class, DatabaseMetaData.class);

    private final Connection connection;
    private final Connection lent;
    private volatile boolean over;

    LentConnection(Connection connection) {
        this.connection = connection;
        lent = (Connection) proxy(Connection.class, this);
    }

    /** What the handler gets. */
    Connection connection() {
        return lent;
    }

    /** From now on it refuses everything. */
    void takeBack() {
        over = true;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, name, arguments);
        }
        if (name.equals("isClosed") && over) {
            return true;
        }
        if (name.equals("isWrapperFor")) {
            return false;
        }
        boolean wholeRollback = name.equals("rollback") && (arguments == null || arguments.length == 0);
        if (NOT_YOURS.contains(name) || wholeRollback) {
            throw new SQLNonTransientException("Wanted " + name
                    + "() on the connection of a TransactionalInbox, which ends its transaction itself: return from the"
                    + " handler to commit, throw to roll back; rollback(Savepoint) is possible");
        }
        if (over) {
            throw new SQLNonTransientException("Wanted " + name
                    + "() on the connection of a TransactionalInbox after the handler had ended: it is the handler's"
                    + " for the time of its call");
        }
        return lent(call(connection, method, arguments));
    }

    private @Nullable Object lent(@Nullable Object made) {
        for (Class<?> type : MADE) {
            if (type.isInstance(made)) {
                return proxy(type, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return lent;
                    }
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(proxy, method.getName(), arguments);
                    }
                    return call(made, method, arguments);
                });
            }
        }
        return made;
    }

    private static Object ofObject(Object proxy, String name, Object @Nullable [] arguments) {
        return switch (name) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "lent by a TransactionalInbox";
        };
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(LentConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
