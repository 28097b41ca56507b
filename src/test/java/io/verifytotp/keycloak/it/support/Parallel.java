package io.verifytotp.keycloak.it.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs many things with so many at a time, where {@link Together} would need a thread for each. */
public final class Parallel {
    private static final int LIMIT_SECONDS = 300;

    private Parallel() {}

    /** What each task gave, in their order. */
    public static <T> List<T> run(int threads, List<Callable<T>> tasks) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : executor.invokeAll(tasks, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** What each task gave, in their order; they run in another one. */
    public static <T> List<T> shuffled(int threads, List<Callable<T>> tasks) throws Exception {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        Collections.shuffle(order);
        List<T> shuffled = run(threads, order.stream().map(tasks::get).toList());
        List<T> results = new ArrayList<>(shuffled);
        for (int i = 0; i < order.size(); i++) {
            results.set(order.get(i), shuffled.get(i));
        }
        return results;
    }
}
