package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Copy;
import io.verifytotp.keycloak.setup.plan.FlowFingerprint;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import io.verifytotp.keycloak.setup.plan.FlowPlan;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Copies of flows that contain our steps: makes one for each flow and kind, and removes those that nobody needs. */
final class FlowCopies {
    private final RealmModel realm;
    private final ChangeLog log;
    private final FlowsInUse uses;
    private final FlowReader reader;
    private final FlowWriter writer;
    private final Map<String, Copy> made = new HashMap<>();

    FlowCopies(KeycloakSession session, RealmModel realm, ChangeLog log) {
        this.realm = realm;
        this.log = log;
        this.uses = new FlowsInUse(session, realm);
        this.reader = new FlowReader(session, realm);
        this.writer = new FlowWriter(realm);
    }

    FlowReader reader() {
        return reader;
    }

    /** Returns the copy that this call has made of a flow already, or an earlier one that is in use. */
    Optional<Copy> existing(Optional<String> original, FlowKind kind, SetupGoal goal, SetupRecord record) {
        return Optional.ofNullable(made.get(key(original, kind))).or(() -> record.copies().stream()
                .filter(copy -> copy.kind() == kind
                        && copy.goal().equals(goal)
                        && Optional.ofNullable(copy.original()).equals(original)
                        && isUnchanged(copy)
                        && isInUse(copy))
                .findFirst());
    }

    /** Writes a copy with our steps. */
    Copy make(Optional<String> original, FlowPlan plan, FlowKind kind, SetupGoal goal) {
        String where = goal.place(plan, kind, SessionTime.longest(realm));
        AuthenticationFlowModel flow = writer.write(plan);
        String fingerprint = FlowFingerprint.of(reader.read(flow.getId()).orElseThrow());
        Copy copy = Copy.of(flow, original, kind, goal, fingerprint);
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
        try {
            return reader.read(copy.id())
                    .filter(plan -> FlowFingerprint.of(plan).equals(copy.fingerprint()))
                    .isPresent();
        } catch (SetupRefusal refusal) {
            return false; // no set-up makes a flow that can't be read
        }
    }

    /** Binds a flow, or none, in place of the one that is bound. */
    void bind(Binding place, Optional<String> flow) {
        place.bind(flow);
        uses.note(place);
    }

    boolean isBound(Copy copy) {
        return uses.isBound(copy.id());
    }

    private boolean isInUse(Copy copy) {
        return Optional.ofNullable(realm.getAuthenticationFlowById(copy.id()))
                .flatMap(uses::of)
                .isPresent();
    }

    /**
     * Removes the copies that nothing uses and nobody has changed, and returns the record without them. The log names
     * those that stay although they are bound nowhere.
     */
    SetupRecord removeUnused(SetupRecord record) {
        SetupRecord remaining = record;
        for (Copy copy : record.copies()) {
            AuthenticationFlowModel flow = realm.getAuthenticationFlowById(copy.id());
            Optional<String> reason = flow == null ? Optional.empty() : reasonToStay(copy, flow);
            if (reason.isEmpty()) {
                remove(copy, flow);
                remaining = remaining.without(copy);
            } else if (!isBound(copy)) {
                log.unchanged(stays(copy, reason.get()));
            }
        }
        return remaining;
    }

    private Optional<String> reasonToStay(Copy copy, AuthenticationFlowModel flow) {
        return uses.of(flow)
                .or(() -> isUnchanged(copy) ? Optional.empty() : Optional.of("somebody has changed it since"));
    }

    private void remove(Copy copy, @Nullable AuthenticationFlowModel flow) {
        if (flow != null) {
            new FlowRemover(realm).remove(flow);
            log.flow(OperationType.DELETE, copy.id(), "Removed the flow '" + copy.alias() + "'");
        }
    }

    /** Returns the sentence about a copy that is not removed. */
    static String stays(Copy copy, String reason) {
        return "The flow '" + copy.alias() + "' stays, because " + reason;
    }
}
