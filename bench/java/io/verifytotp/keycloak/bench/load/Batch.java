package io.verifytotp.keycloak.bench.load;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Requests of one kind that were sent one after the other, with others of their kind at the same time. */
public record Batch(List<Wrk.Time> times, Usage usage) {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    /** Milliseconds that this share of the requests was answered in: 0.5 is the median. */
    public double percentile(double share) {
        long[] sorted = sorted().toArray();
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / NANOSECONDS_PER_MILLISECOND;
    }

    public double median() {
        return percentile(0.5);
    }

    /** Requests in a second, over all connections. */
    public double throughput() {
        long begin = times.stream().mapToLong(Wrk.Time::begin).min().orElseThrow();
        long end = times.stream().map(Wrk.Time::end).max(Comparator.naturalOrder()).orElseThrow();
        return times.size() * NANOSECONDS_PER_SECOND / (end - begin);
    }

    public Usage usagePerRequest() {
        return usage.per(times.size());
    }

    private LongStream sorted() {
        return times.stream().mapToLong(Wrk.Time::nanoseconds).sorted();
    }
}
