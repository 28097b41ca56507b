package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import io.verifytotp.keycloak.setup.report.SetupReport;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Sets a realm up, and takes that back. Changes are part of the session's transaction: a dry run makes them, and rolls
 * back. Throws {@link SetupRefusal}, after which the caller has to roll back, too.
 */
public final class SetupChanges {
    private static final String PROVIDERS = "Providers";

    private final KeycloakSession session;
    private final RealmModel realm;

    public SetupChanges(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Lets the wanted ways ask for a code. The same request again changes nothing. */
    public SetupResult apply(SetupRequest request) {
        requireKeyRing();
        requireAction();
        if (request.goal().levels()) {
            new LevelSupport(session, realm).require();
        }
        new RealmLock(session, realm).acquire();
        SetupRecord before = SetupRecord.of(realm);
        ChangeLog log = new ChangeLog();
        FlowCopies copies = new FlowCopies(session, realm, log);
        FlowBinder binder = new FlowBinder(copies, log, request.goal(), before);
        bindings(request).forEach(binder::bind);
        SetupRecord record = copies.removeUnused(binder.record());
        Optional<SetupMode> mode = request.goal().mode();
        if (mode.isPresent() && request.ways().contains(SetupWay.REGISTRATION)) {
            record = new DefaultAction(realm, log).apply(mode.get(), record);
        }
        WayBack wayBack = WayBack.of(session, realm, record);
        if (!record.equals(before)) {
            record.store(realm);
        }
        SetupReport report = checked();
        if (mode.isPresent()) {
            new Promise(mode.get(), request, record, copies.reader()).requireKept(report);
        }
        return SetupResult.of(log, report, wayBack.command());
    }

    /** Binds what was bound before, and removes the copies that nobody has changed. */
    public SetupResult undo() {
        new RealmLock(session, realm).acquire();
        WayBack wayBack = WayBack.of(session, realm, SetupRecord.of(realm));
        ChangeLog log = new ChangeLog();
        new SetupUndo(session, realm, log).run();
        return SetupResult.of(log, checked(), wayBack.command());
    }

    /** Sends the changes to the database, so that a dry run fails where a commit would, and reads the report. */
    private SetupReport checked() {
        session.getProvider(JpaConnectionProvider.class).getEntityManager().flush();
        return SetupReport.of(session, realm);
    }

    private void requireKeyRing() {
        if (!session.getProvider(VerifyProvider.class).resealer().hasKey()) {
            throw SetupRefusal.because(
                    "The server has no key ring, so nobody could set a factor up or use one; make one first");
        }
    }

    private void requireAction() {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION);
        if (action == null || !action.isEnabled()) {
            throw SetupRefusal.because("The required action " + Identifiers.REQUIRED_ACTION
                    + " is missing or off, so nobody could set a factor up; register it or switch it on first");
        }
    }

    private List<Binding> bindings(SetupRequest request) {
        Bindings bindings = new Bindings(session, realm);
        request.providers().ifPresent(this::requireProviders);
        return Arrays.stream(SetupWay.values())
                .filter(request.ways()::contains)
                .flatMap(way -> bindings.of(way, request.providers()).stream())
                .filter(binding -> request.goal().concerns(binding.kind()))
                .toList();
    }

    private void requireProviders(Set<String> aliases) {
        Optional<String> unknown = aliases.stream()
                .sorted()
                .filter(alias -> session.identityProviders().getByAlias(alias) == null)
                .findFirst();
        if (unknown.isPresent()) {
            throw SetupRefusal.ofParameter(PROVIDERS, "the realm has no identity provider '" + unknown.get() + "'");
        }
    }
}
