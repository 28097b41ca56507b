package io.verifytotp.keycloak.setup.change;

import java.time.Duration;
import org.keycloak.models.RealmModel;

/** How long sessions of a realm last. */
final class SessionTime {
    /** Keycloak's default of a level's age; sessions have the same. */
    private static final Duration SHORTEST = Duration.ofHours(10);

    /** Keycloak adds the age to seconds since 1970 in an {@code int}. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private SessionTime() {}

    /** Returns how long a login lasts at most, at least ten hours and at most a year. */
    static Duration longest(RealmModel realm) {
        int remembered = realm.isRememberMe() ? realm.getSsoSessionMaxLifespanRememberMe() : 0;
        Duration longest = Duration.ofSeconds(Math.max(realm.getSsoSessionMaxLifespan(), remembered));
        if (longest.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
    }
}
