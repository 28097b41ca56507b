package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.setup.change.SetupRecord.Bound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

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
        SetupRecord record = SetupRecord.of(realm);
        Map<String, Binding> places =
                bindings.all().stream().collect(Collectors.toMap(Binding::place, Function.identity(), (a, b) -> a));
        record.bindings().forEach(bound -> Optional.ofNullable(places.get(bound.place()))
                .ifPresent(place -> restore(place, bound)));
        if (record.defaultAction()) {
            takeBackDefaultAction();
        }
        copies.removeUnused(record)
                .copies()
                .forEach(copy -> log.unchanged(
                        "The flow '" + copy.alias() + "' stays, because it is in use or was changed since"));
        new SetupRecord(List.of(), List.of(), false).store(realm);
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
        place.bind(before);
        String text = alias.map(name -> "Bound '" + name + "' as the " + place.title())
                .orElse("Unbound the " + place.title());
        log.add(OperationType.UPDATE, place.resource(), place.path(), text);
    }

    private void takeBackDefaultAction() {
        RequiredActionProviderModel enroll = realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION);
        if (enroll == null || !enroll.isDefaultAction()) {
            log.unchanged("The required action " + Identifiers.REQUIRED_ACTION + " is no default action any more");
            return;
        }
        enroll.setDefaultAction(false);
        realm.updateRequiredActionProvider(enroll);
        log.add(
                OperationType.UPDATE,
                ResourceType.REQUIRED_ACTION,
                "authentication/required-actions/" + enroll.getAlias(),
                "Made " + Identifiers.REQUIRED_ACTION + " no default action");
    }
}
