package io.verifytotp.keycloak.setup.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A user in a simulated login, by what the user has, and can use. */
record Person(Set<Credential> credentials) {
    Person {
        credentials = Set.copyOf(credentials);
    }

    boolean has(Credential credential) {
        return credentials.contains(credential);
    }

    /** All combinations of credentials besides a password, with a factor or without one. */
    static List<Person> all(boolean withFactor) {
        return all(withFactor ? Set.of(Credential.PASSWORD, Credential.FACTOR) : Set.of(Credential.PASSWORD));
    }

    /** The same users without a password, such as those of an identity provider. */
    static List<Person> withoutPassword(boolean withFactor) {
        return all(withFactor ? Set.of(Credential.FACTOR) : Set.of());
    }

    private static List<Person> all(Set<Credential> always) {
        List<Credential> others = List.of(
                Credential.KEYCLOAK_OTP, Credential.PASSKEY, Credential.SECURITY_KEY, Credential.RECOVERY_CODES);
        List<Person> people = new ArrayList<>();
        for (int bits = 0; bits < 1 << others.size(); bits++) {
            Set<Credential> has = EnumSet.noneOf(Credential.class);
            has.addAll(always);
            for (int i = 0; i < others.size(); i++) {
                if ((bits & 1 << i) != 0) {
                    has.add(others.get(i));
                }
            }
            people.add(new Person(has));
        }
        return people;
    }

    /** Somebody who has just got an account. */
    static Person newcomer() {
        return new Person(Set.of(Credential.PASSWORD));
    }

    /** Somebody who has just got an account, and logs in elsewhere. */
    static Person newcomerWithoutPassword() {
        return new Person(Set.of());
    }
}
