package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Copy;
import io.verifytotp.keycloak.setup.plan.FlowFingerprint;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import io.verifytotp.keycloak.setup.plan.FlowPlan;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Copies of flows that contain our steps: makes one for each flow and kind, and removes those that nobody needs. */
final class FlowCopies {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final ChangeLog log;
    private final FlowReader reader;
    private final FlowWriter writer;
    private final Map<String, Copy> made = new HashMap<>();

    FlowCopies(KeycloakSession session, RealmModel realm, ChangeLog log) {
        this.session = session;
        this.realm = realm;
        this.log = log;
        this.reader = new FlowReader(session, realm);
        this.writer = new FlowWriter(realm);
    }

    FlowReader reader() {
        return reader;
    }

    /** Returns the copy that this call has made of a flow already, or that an earlier one has bound somewhere. */
    Optional<Copy> existing(Optional<String> original, FlowKind kind, SetupMode mode, SetupRecord record) {
        return Optional.ofNullable(made.get(key(original, kind))).or(() -> record.copies().stream()
                .filter(copy -> copy.kind() == kind
                        && copy.mode() == mode
                        && Optional.ofNullable(copy.original()).equals(original)
                        && isUnchanged(copy)
                        && isBound(copy))
                .findFirst());
    }

    /** Writes a copy with our steps. */
    Copy make(Optional<String> original, FlowPlan plan, FlowKind kind, SetupMode mode) {
        String where = kind.placement().place(plan, mode);
        AuthenticationFlowModel flow = writer.write(plan);
        String fingerprint = FlowFingerprint.of(reader.read(flow.getId()).orElseThrow());
        Copy copy = new Copy(flow.getId(), flow.getAlias(), original.orElse(null), kind, mode, fingerprint);
        made.put(key(original, kind), copy);
        String what = original.isPresent()
                ? "Copied the flow '" + plan.alias() + "' to '" + flow.getAlias() + "'"
                : "Created the flow '" + flow.getAlias() + "'";
        log.flow(OperationType.CREATE, flow.getId(), what + ", with Verify TOTP " + where);
        return copy;
    }

    private static String key(Optional<String> original, FlowKind kind) {
        return kind + " " + original.orElse("");
    }

    /** Returns whether nobody has changed the copy since a set-up made it. */
    boolean isUnchanged(Copy copy) {
        return reader.read(copy.id())
                .filter(plan -> FlowFingerprint.of(plan).equals(copy.fingerprint()))
                .isPresent();
    }

    private boolean isBound(Copy copy) {
        return bound().contains(copy.id());
    }

    /** Removes the copies that are bound nowhere and that nobody has changed, and returns the record without them. */
    SetupRecord removeUnused(SetupRecord record) {
        SetupRecord remaining = record;
        Set<String> bound = bound();
        for (Copy copy : record.copies()) {
            AuthenticationFlowModel flow = realm.getAuthenticationFlowById(copy.id());
            if (flow == null) {
                remaining = remaining.without(copy);
            } else if (!bound.contains(copy.id()) && isUnchanged(copy)) {
                new FlowRemover(realm).remove(flow);
                log.flow(OperationType.DELETE, copy.id(), "Removed the flow '" + copy.alias() + "'");
                remaining = remaining.without(copy);
            }
        }
        return remaining;
    }

    /** Returns the ids of all flows that are bound somewhere, read once: Keycloak asks the database for each flow. */
    private Set<String> bound() {
        Stream<String> elsewhere = Stream.of(
                        realm.getRegistrationFlow(),
                        realm.getClientAuthenticationFlow(),
                        realm.getDockerAuthenticationFlow())
                .filter(Objects::nonNull)
                .map(AuthenticationFlowModel::getId);
        return Stream.concat(
                        new Bindings(session, realm).all().stream().flatMap(place -> place.bound().stream()), elsewhere)
                .collect(Collectors.toSet());
    }
}
