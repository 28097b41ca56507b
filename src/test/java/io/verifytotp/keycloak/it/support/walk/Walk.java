package io.verifytotp.keycloak.it.support.walk;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One walk to its end.
 *
 * @param in whether the person got a session or tokens
 * @param gave what was given on the way, apart from user name, password, mail and identity provider
 * @param cutOff whether it ended at a page that walks can't answer, such as the registration of a key
 * @param steps the pages and what was done on each, for the message of a failure
 */
public record Walk(boolean in, Set<Gave> gave, boolean cutOff, List<String> steps) {
    public Walk {
        gave = Set.copyOf(gave);
        steps = List.copyOf(steps);
    }

    public Outcome outcome() {
        if (!in) {
            return Outcome.REFUSED;
        }
        if (gave.contains(Gave.CODE)) {
            return Outcome.ASKED_FOR_CODE;
        }
        if (gave.contains(Gave.SET_UP)) {
            return Outcome.SET_UP;
        }
        return gave.isEmpty() ? Outcome.IN_WITHOUT_CODE : Outcome.ASKED_FOR_OTHER;
    }

    /** Whether the person got in with no code, and nothing that {@code exempt} names. */
    public boolean isAroundTheCode(Set<String> exempt) {
        return in && !gave.contains(Gave.CODE) && gave.stream().noneMatch(given -> exempt.contains(given.word()));
    }

    /** Whether the person got in with nothing but the first factor and one of these. */
    public boolean isInWith(Gave... only) {
        Set<Gave> expected = EnumSet.noneOf(Gave.class);
        expected.addAll(List.of(only));
        return in && gave.equals(expected);
    }

    @Override
    public String toString() {
        return outcome() + " " + steps;
    }
}
