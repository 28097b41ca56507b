package io.verifytotp.keycloak.setup.change;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** Names for copies that nothing in the realm has yet. */
final class UniqueNames {
    /** Without parentheses, which Keycloak refuses in names that an administrator types, such as those of duplicates. */
    static final String SUFFIX = " - Verify TOTP";

    private static final int LONGEST = 255;

    private final Set<String> taken;

    private UniqueNames(Stream<String> taken) {
        this.taken = taken.filter(Objects::nonNull).collect(Collectors.toCollection(HashSet::new));
    }

    static UniqueNames ofFlows(RealmModel realm) {
        return new UniqueNames(realm.getAuthenticationFlowsStream().map(AuthenticationFlowModel::getAlias));
    }

    static UniqueNames ofConfigs(RealmModel realm) {
        return new UniqueNames(realm.getAuthenticatorConfigsStream().map(AuthenticatorConfigModel::getAlias));
    }

    /** Takes the name with the suffix, and a number where that is taken. */
    String take(String name) {
        for (int number = 1; ; number++) {
            String end = number == 1 ? SUFFIX : SUFFIX + " " + number;
            String candidate = shortened(name, LONGEST - end.length()) + end;
            if (taken.add(candidate)) {
                return candidate;
            }
        }
    }

    /** Returns the name that a name of a copy was made from, if it was not too long; others as they are. */
    static String original(String name) {
        return name.replaceFirst(SUFFIX + "( [0-9]+)?$", "");
    }

    private static String shortened(String name, int longest) {
        if (name.length() <= longest) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(longest - 1)) ? longest - 1 : longest;
        return name.substring(0, end);
    }
}
