package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Makes the set-up of a factor a default action, by which new accounts begin with it, or takes that back. */
final class DefaultAction {
    private static final String THE_ACTION = "The required action " + Identifiers.REQUIRED_ACTION;

    private final RealmModel realm;
    private final ChangeLog log;

    DefaultAction(RealmModel realm, ChangeLog log) {
        this.realm = realm;
        this.log = log;
    }

    /** Does what the mode wants of new accounts, and returns the record of it. */
    SetupRecord apply(SetupMode mode, SetupRecord record) {
        boolean already = defaultAction().isPresent();
        if (mode == SetupMode.EVERYBODY) {
            return already ? unchanged(record, " is a default action already") : add(record);
        }
        if (record.defaultAction()) {
            return takeBack(record);
        }
        return unchanged(
                record,
                already
                        ? " is a default action, not by a call of this kind, and stays one: new accounts set a factor up"
                        : " is no default action, as this mode wants it, so nothing was changed at registration");
    }

    /** Takes back what an earlier set-up has done, and returns the record without it. */
    SetupRecord takeBack(SetupRecord record) {
        defaultAction()
                .ifPresentOrElse(
                        action -> set(action, false, "Made " + Identifiers.REQUIRED_ACTION + " no default action"),
                        () -> unchanged(record, " is no default action any more"));
        return record.withDefaultAction(false);
    }

    private SetupRecord add(SetupRecord record) {
        String text = "Made " + Identifiers.REQUIRED_ACTION + " a default action: new accounts set a factor up";
        action().ifPresent(action -> set(action, true, text));
        return record.withDefaultAction(true);
    }

    private Optional<RequiredActionProviderModel> defaultAction() {
        return action().filter(RequiredActionProviderModel::isDefaultAction);
    }

    private Optional<RequiredActionProviderModel> action() {
        return Optional.ofNullable(realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION));
    }

    private void set(RequiredActionProviderModel action, boolean value, String text) {
        action.setDefaultAction(value);
        realm.updateRequiredActionProvider(action);
        log.add(
                OperationType.UPDATE,
                ResourceType.REQUIRED_ACTION,
                "authentication/required-actions/" + action.getAlias(),
                text);
    }

    private SetupRecord unchanged(SetupRecord record, String end) {
        log.unchanged(THE_ACTION + end);
        return record;
    }
}
