package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Goes every path that a way in offers, one after the other, each from the beginning and in a new browser: each answer
 * that the person can give on a page, and each choice behind "Try another way".
 */
public final class Explorer {
    private static final int MOST_WALKS = 24;
    private static final int MOST_MOVES = 16;

    private final Supplier<Visit> start;
    private final Supplier<Optional<URI>> mail;
    private final Consumer<Person> changed;
    private final List<Integer> decisions = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();

    private Explorer(Supplier<Visit> start, Supplier<Optional<URI>> mail, Consumer<Person> changed) {
        this.start = start;
        this.mail = mail;
        this.changed = changed;
    }

    /**
     * All walks that begin so.
     *
     * @param mail the link of a mail that has come meanwhile
     * @param changed told of everybody who has something afterwards that was not there before
     */
    public static List<Walk> all(Supplier<Visit> start, Supplier<Optional<URI>> mail, Consumer<Person> changed) {
        Explorer explorer = new Explorer(start, mail, changed);
        List<Walk> walks = new ArrayList<>();
        do {
            walks.add(explorer.walk());
        } while (walks.size() < MOST_WALKS && explorer.goesOn());
        return walks;
    }

    private Walk walk() {
        Visit visit = start.get();
        Moves moves = new Moves(visit.person(), visit.surfer(), mail);
        Set<Gave> gave = EnumSet.noneOf(Gave.class);
        List<String> steps = new ArrayList<>();
        HttpPage page = visit.first();
        boolean chosen = false;
        String before = "";
        options.clear();
        for (int step = 0; step < MOST_MOVES; step++) {
            steps.add(words(page));
            List<Move> possible = possible(moves, page, chosen);
            if (possible.isEmpty() || isRefused(page, before, possible)) {
                break;
            }
            Move move = possible.get(decide(possible.size()));
            steps.add(move.words());
            before = page.html().text("kc-page-title").orElse("") + move.words();
            chosen = move.words().equals("choice");
            page = move.next().get();
            move.gave().ifPresent(gave::add);
        }
        if (gave.contains(Gave.SET_UP) || gave.contains(Gave.OTHER_SET_UP)) {
            changed.accept(visit.person());
        }
        boolean cutOff = page.html().hasId("registerWebAuthn") || steps.size() >= 2 * MOST_MOVES;
        return new Walk(visit.isIn().test(page), gave, cutOff, steps);
    }

    /** Whoever has just chosen does not choose again, or there would be no end. */
    private static List<Move> possible(Moves moves, HttpPage page, boolean chosen) {
        List<Move> all = moves.on(page);
        return chosen ? all.stream().filter(move -> !move.isAnotherWay()).toList() : all;
    }

    /** Whether the page is the same as before, and complains of what was given there. */
    private static boolean isRefused(HttpPage page, String before, List<Move> possible) {
        return !page.error().isEmpty()
                && before.equals(page.html().text("kc-page-title").orElse("")
                        + possible.get(0).words());
    }

    private int decide(int count) {
        int index = options.size();
        options.add(count);
        if (index == decisions.size()) {
            decisions.add(0);
        }
        // What a page offers may depend on time or on an earlier walk, such as a recovery code that is used up.
        return Math.min(decisions.get(index), count - 1);
    }

    /** Turns to the next path: the last decision that has another option. */
    private boolean goesOn() {
        for (int last = Math.min(options.size(), decisions.size()) - 1; last >= 0; last--) {
            if (decisions.get(last) + 1 < options.get(last)) {
                int next = decisions.get(last) + 1;
                decisions.subList(last, decisions.size()).clear();
                decisions.add(next);
                return true;
            }
        }
        return false;
    }

    private static String words(HttpPage page) {
        if (page.redirect().isPresent()) {
            return page.isLoggedIn() ? "application" : page.uri().toString();
        }
        String error = page.error();
        String title = page.html().text("kc-page-title").orElse("status " + page.status());
        return error.isEmpty() ? title : title + " (" + error + ")";
    }
}
