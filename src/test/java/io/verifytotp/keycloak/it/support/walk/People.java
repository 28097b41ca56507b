package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.api.VerifyApi;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The people of one realm. Whoever has a factor is made once, because a login changes nothing of it. */
public final class People {
    private final VerifyApi api;
    private final Map<Set<Has>, Person> made = new HashMap<>();

    public People(VerifyApi api) {
        this.api = api;
    }

    /** Somebody like that. Without a factor it is always somebody new: the login may lead through the set-up. */
    public Person having(Set<Has> has) {
        return has.contains(Has.FACTOR) ? made.computeIfAbsent(has, this::newcomer) : newcomer(has);
    }

    /** As above, but never met before. */
    public Person newcomer(Set<Has> has) {
        return Person.create(api, has);
    }

    /** After somebody has set up something that he did not have. */
    public void forget(Person person) {
        made.values().remove(person);
    }
}
