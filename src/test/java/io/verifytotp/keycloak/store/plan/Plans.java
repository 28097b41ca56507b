package io.verifytotp.keycloak.store.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Asks for the plan of every statement on our tables just before it runs, with its own parameters and transaction. */
final class Plans {
    private final Planner planner;
    private final List<Plan> plans = new ArrayList<>();

    Plans(Planner planner) {
        this.planner = planner;
    }

    /** The plans of the statements that the work sends. */
    List<Plan> of(Runnable work) {
        plans.clear();
        work.run();
        return List.copyOf(plans);
    }

    Connection watched(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = invoke(method, connection, arguments);
            return method.getName().equals("prepareStatement")
                    ? watched((PreparedStatement) result, (String) arguments[0])
                    : result;
        });
    }

    private PreparedStatement watched(PreparedStatement statement, String sql) {
        boolean ours = sql.toUpperCase(Locale.ROOT).contains("VERIFY_TOTP_");
        Map<Integer, Setting> settings = new TreeMap<>();
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") && arguments.length > 1) {
                settings.put((Integer) arguments[0], new Setting(method, Arrays.asList(arguments)));
            } else if (ours && method.getName().startsWith("execute")) {
                plans.add(plan(statement.getConnection(), sql, settings));
            }
            return invoke(method, statement, arguments);
        });
    }

    private Plan plan(Connection connection, String sql, Map<Integer, Setting> settings) throws Throwable {
        String prefix = Plan.verbOf(sql).equals("select") ? planner.reading() : planner.changing();
        try (PreparedStatement explain = connection.prepareStatement(prefix + sql)) {
            for (Setting setting : settings.values()) {
                invoke(setting.method(), explain, setting.arguments().toArray());
            }
            try (ResultSet told = explain.executeQuery()) {
                return planner.plan(sql, told);
            }
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> call.answer(method, arguments);
                }));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private interface Call {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    private record Setting(Method method, List<Object> arguments) {}
}
