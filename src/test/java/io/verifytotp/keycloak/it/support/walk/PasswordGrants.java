package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Password grants with nothing else, and with each code that the person has in each of the two fields for one. */
record PasswordGrants(TestRealm realm, String client, Person person) {
    private static final List<String> FIELDS = List.of("totp", "otp");

    List<Walk> all() {
        List<Walk> walks = new ArrayList<>();
        for (Optional<Gave> totp : codes()) {
            for (Optional<Gave> otp : codes()) {
                walks.add(grant(totp, otp));
            }
        }
        return walks;
    }

    private List<Optional<Gave>> codes() {
        List<Optional<Gave>> codes = new ArrayList<>(List.of(Optional.empty()));
        if (person.factor().isPresent()) {
            codes.add(Optional.of(Gave.CODE));
        }
        if (person.has().contains(Has.KEYCLOAK_OTP)) {
            codes.add(Optional.of(Gave.KEYCLOAK_OTP));
        }
        return codes;
    }

    private Walk grant(Optional<Gave> totp, Optional<Gave> otp) {
        Map<Gave, Supplier<String>> values = Map.of(Gave.CODE, person::code, Gave.KEYCLOAK_OTP, person::keycloakOtp);
        Map<String, String> form = new HashMap<>();
        Set<Gave> gave = EnumSet.noneOf(Gave.class);
        Map<String, Optional<Gave>> fields = new LinkedHashMap<>();
        fields.put(FIELDS.get(0), totp);
        fields.put(FIELDS.get(1), otp);
        fields.forEach((field, given) -> given.ifPresent(kind -> {
            form.put(field, values.get(kind).get());
            gave.add(kind);
        }));
        form.putAll(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                person.user().username(),
                "password",
                person.user().password(),
                "scope",
                "openid"));
        int status = realm.token(form).status();
        return new Walk(status == 200, gave, false, List.of("password grant with " + fields, "status " + status));
    }
}
