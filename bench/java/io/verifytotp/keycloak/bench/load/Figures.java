package io.verifytotp.keycloak.bench.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All batches of one kind of request, in the order in which they were sent. */
public record Figures(String kind, List<Batch> batches) {
    /** The median of the batches' values: one that something else disturbed does not count. */
    public double typical(ToDoubleFunction<Batch> value) {
        return median(batches.stream().mapToDouble(value).toArray());
    }

    public double least(ToDoubleFunction<Batch> value) {
        return batches.stream().mapToDouble(value).min().orElseThrow();
    }

    public double most(ToDoubleFunction<Batch> value) {
        return batches.stream().mapToDouble(value).max().orElseThrow();
    }

    public Usage usagePerRequest() {
        int requests = batches.stream().mapToInt(batch -> batch.times().size()).sum();
        return batches.stream().map(Batch::usage).reduce(Usage::and).orElseThrow().per(requests);
    }

    /** By how much the value is that of the other kind, compared round by round. */
    public Ratio against(Figures other, ToDoubleFunction<Batch> value) {
        double[] ratios = new double[batches.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(batches.get(i)) / value.applyAsDouble(other.batches.get(i));
        }
        return Ratio.of(ratios);
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The median of some ratios, and the least and the largest of them. */
    public record Ratio(double typical, double least, double most) {
        static Ratio of(double... ratios) {
            double[] sorted = ratios.clone();
            java.util.Arrays.sort(sorted);
            return new Ratio(median(sorted), sorted[0], sorted[sorted.length - 1]);
        }
    }
}
