package io.verifytotp.keycloak.setup.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A user in a simulated login, by what the user has. Everybody has a password, and can use what they have. */
record Person(Set<Credential> credentials) {
    Person {
        credentials = Set.copyOf(credentials);
    }

    boolean has(Credential credential) {
        return credentials.contains(credential);
    }

    /** All combinations of credentials, with a factor or without one. */
    static List<Person> all(boolean withFactor) {
        List<Credential> others = List.of(
                Credential.KEYCLOAK_OTP, Credential.PASSKEY, Credential.SECURITY_KEY, Credential.RECOVERY_CODES);
        List<Person> people = new ArrayList<>();
        for (int bits = 0; bits < 1 << others.size(); bits++) {
            Set<Credential> has = EnumSet.of(Credential.PASSWORD);
            if (withFactor) {
                has.add(Credential.FACTOR);
            }
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
}
