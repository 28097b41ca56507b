package io.verifytotp.keycloak.it.support.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Holds what {@code GET /Setup} says of a way against all walks of people with and without a factor. */
public final class Comparison {
    private final ReportedWay reported;
    private final Map<Set<Has>, List<Walk>> withFactor;
    private final Map<Set<Has>, List<Walk>> without;
    private final List<String> disagreements = new ArrayList<>();

    private Comparison(ReportedWay reported, Map<Set<Has>, List<Walk>> withFactor, Map<Set<Has>, List<Walk>> without) {
        this.reported = reported;
        this.withFactor = withFactor;
        this.without = without;
    }

    /** One sentence for each disagreement, with the walk that shows it. */
    public static List<String> disagreements(
            ReportedWay reported, Map<Set<Has>, List<Walk>> withFactor, Map<Set<Has>, List<Walk>> without) {
        Comparison comparison = new Comparison(reported, withFactor, without);
        comparison.compare();
        return comparison.disagreements;
    }

    private void compare() {
        switch (reported.asks()) {
            case "everybody" -> {
                nobodyGetsAround();
                everybodySetsUp();
                exemptIsTrue();
            }
            case "enrolled" -> {
                nobodyGetsAround();
                someGetInWithoutFactor();
                exemptIsTrue();
            }
            case "nobody" -> somebodyGetsAround();
            case "unknown" -> check(!reported.reason().isEmpty(), "no reason is given", Optional.empty());
            default -> check(false, "there is no such answer", Optional.empty());
        }
    }

    private void nobodyGetsAround() {
        Optional<String> around = find(withFactor, walk -> walk.isAroundTheCode(reported.exempt()));
        check(around.isEmpty(), "UNSAFE: somebody with a factor got in without a code", around);
    }

    private void everybodySetsUp() {
        Optional<String> around = find(
                without,
                walk -> walk.isAroundTheCode(reported.exempt()) && !walk.gave().contains(Gave.SET_UP));
        check(around.isEmpty(), "UNSAFE: somebody got in without setting up a factor", around);
    }

    private void someGetInWithoutFactor() {
        boolean isIn = find(without, Walk::in).isPresent()
                && find(without, Walk::cutOff).isEmpty();
        Optional<String> free = find(
                without,
                walk -> walk.isAroundTheCode(reported.exempt()) && !walk.gave().contains(Gave.SET_UP));
        check(!isIn || free.isPresent(), "WEAKER THAN IT IS: everybody without a factor had to set one up", free);
    }

    /** Where nobody at all can get in, or a walk was cut off, nothing can be said. */
    private void somebodyGetsAround() {
        boolean isIn = find(withFactor, Walk::in).isPresent()
                && find(withFactor, Walk::cutOff).isEmpty();
        Optional<String> around = find(withFactor, walk -> walk.isAroundTheCode(reported.exempt()));
        check(!isIn || around.isPresent(), "WEAKER THAN IT IS: nobody with a factor got in without a code", around);
        if (withFactor.isEmpty()) {
            someGetInWithoutFactor();
        }
    }

    /** Whatever is named stands in for the code, or for the set-up, for somebody who has it. */
    private void exemptIsTrue() {
        boolean isIn = find(withFactor, Walk::in).isPresent()
                && find(withFactor, Walk::cutOff).isEmpty()
                && find(without, Walk::cutOff).isEmpty();
        for (Gave gave : Gave.values()) {
            if (isIn && gave.standsInForACode() && reported.exempt().contains(gave.word())) {
                Optional<String> instead = find(withFactor, walk -> walk.isInWith(gave))
                        .or(() -> find(without, walk -> walk.isInWith(gave)));
                check(instead.isPresent(), "WEAKER THAN IT IS: nobody got in with " + gave.word(), instead);
            }
        }
    }

    private static Optional<String> find(Map<Set<Has>, List<Walk>> all, Predicate<Walk> wanted) {
        return all.entrySet().stream()
                .flatMap(kind ->
                        kind.getValue().stream().filter(wanted).map(walk -> "who has " + kind.getKey() + ": " + walk))
                .findFirst();
    }

    private void check(boolean agreed, String sentence, Optional<String> example) {
        if (!agreed) {
            disagreements.add(reported + "\n    " + sentence
                    + example.map(walk -> "\n    " + walk).orElse(""));
        }
    }
}
