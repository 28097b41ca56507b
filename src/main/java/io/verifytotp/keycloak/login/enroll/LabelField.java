package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.service.Service;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name field of the enrollment page: the name as typed, empty before the form was sent; whether it is needed to
 * tell several factors apart; and the names of the present factors.
 */
record LabelField(Optional<String> typed, boolean needed, Set<String> present) {
    static LabelField of(VerifyEngine engine, Service service, String identity, Optional<String> typed) {
        Set<String> present =
                engine.factors(service, identity).stream().map(Factor::label).collect(Collectors.toSet());
        return new LabelField(typed, engine.needsLabel(service, identity), present);
    }

    /**
     * Returns the typed name, or else the suggestion. It gets a number if a present factor has that name, also one that
     * is being replaced: notices and the app's list distinguish the two by it.
     */
    String orSuggested(String suggestion) {
        return typed.orElseGet(() -> DeviceLabel.free(suggestion, present));
    }

    boolean isReplacing() {
        return !needed && !present.isEmpty();
    }
}
