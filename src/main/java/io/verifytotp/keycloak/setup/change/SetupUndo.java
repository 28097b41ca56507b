package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Bound;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Takes back all that set-ups have done to a realm, except for what somebody has changed since. */
final class SetupUndo {
    private final RealmModel realm;
    private final ChangeLog log;
    private final Bindings bindings;
    private final FlowCopies copies;

    SetupUndo(KeycloakSession session, RealmModel realm, ChangeLog log) {
        this.realm = realm;
        this.log = log;
        this.bindings = new Bindings(session, realm);
        this.copies = new FlowCopies(session, realm, log);
    }

    void run() {
        if (SetupRecord.ofAnotherRealm(realm).isPresent()) {
            log.unchanged("This realm was not set up by a call, so nothing is taken back: its attribute "
                    + SetupRecord.ATTRIBUTE + " came with the export of another realm");
            return;
        }
        SetupRecord record = SetupRecord.of(realm);
        Map<String, Binding> places =
                bindings.all().stream().collect(Collectors.toMap(Binding::place, Function.identity(), (a, b) -> a));
        record.bindings().forEach(bound -> Optional.ofNullable(places.get(bound.place()))
                .ifPresent(place -> restore(place, bound)));
        if (record.defaultAction()) {
            new DefaultAction(realm, log).takeBack(record);
        }
        SetupRecord remaining = copies.removeUnused(record);
        remaining.copies().stream()
                .filter(copies::isBound)
                .forEach(copy -> log.unchanged(FlowCopies.stays(copy, "it is bound")));
        SetupRecord.empty(realm).store(realm);
    }

    private void restore(Binding place, Bound bound) {
        Optional<String> before = Optional.ofNullable(bound.before());
        if (!place.bound().equals(Optional.of(bound.copy()))) {
            log.unchanged("The " + place.title() + " was changed since and stays as it is");
            return;
        }
        Optional<String> alias = before.flatMap(copies.reader()::alias);
        if (before.isPresent() && alias.isEmpty()) {
            log.unchanged("The " + place.title() + " stays as it is, because the flow that was bound before is gone");
            return;
        }
        copies.bind(place, before);
        String text = alias.map(name -> "Bound '" + name + "' as the " + place.title())
                .orElse("Unbound the " + place.title());
        log.add(OperationType.UPDATE, place.resource(), place.path(), text);
    }
}
