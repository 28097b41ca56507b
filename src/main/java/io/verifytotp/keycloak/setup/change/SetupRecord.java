package io.verifytotp.keycloak.setup.change;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Record of earlier set-ups, in an attribute of the realm: what was bound before, and which copies were made.
 *
 * @param defaultAction true if a set-up made our required action a default action
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SetupRecord(List<Copy> copies, List<Bound> bindings, boolean defaultAction) {
    static final String ATTRIBUTE = "verify-totp.setup";

    SetupRecord {
        copies = copies == null ? List.of() : List.copyOf(copies);
        bindings = bindings == null ? List.of() : List.copyOf(bindings);
    }

    /**
     * Flow that a set-up has made.
     *
     * @param original id of the flow that was copied; null if there was none
     * @param kind rule by which our steps were placed
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Copy(
            String id, String alias, @Nullable String original, FlowKind kind, SetupMode mode, String fingerprint) {}

    /**
     * Place where a set-up has bound a copy.
     *
     * @param before id of the flow that was bound; null if there was none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Bound(String place, @Nullable String before, String copy) {}

    /** Reads the record; it is empty if nothing was set up. */
    static SetupRecord of(RealmModel realm) {
        String json = realm.getAttribute(ATTRIBUTE);
        if (json == null || json.isBlank()) {
            return new SetupRecord(List.of(), List.of(), false);
        }
        try {
            return JsonSerialization.readValue(json, SetupRecord.class);
        } catch (IOException e) {
            throw SetupRefusal.because("The realm's attribute " + ATTRIBUTE
                    + " was changed and can't be read; bind Keycloak's flows yourself and remove it");
        }
    }

    void store(RealmModel realm) {
        if (copies.isEmpty() && bindings.isEmpty() && !defaultAction) {
            realm.removeAttribute(ATTRIBUTE);
            return;
        }
        try {
            realm.setAttribute(ATTRIBUTE, JsonSerialization.writeValueAsString(this));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<Copy> copy(String id) {
        return copies.stream().filter(copy -> copy.id().equals(id)).findFirst();
    }

    Optional<Bound> binding(String place) {
        return bindings.stream().filter(bound -> bound.place().equals(place)).findFirst();
    }

    SetupRecord with(Copy copy) {
        List<Copy> more = new ArrayList<>(copies);
        more.add(copy);
        return new SetupRecord(more, bindings, defaultAction);
    }

    /** Returns the record with that binding in place of an older one of the same place. */
    SetupRecord with(Bound bound) {
        List<Bound> more = new ArrayList<>(bindings);
        more.removeIf(old -> old.place().equals(bound.place()));
        more.add(bound);
        return new SetupRecord(copies, more, defaultAction);
    }

    SetupRecord without(Copy copy) {
        return new SetupRecord(
                copies.stream().filter(other -> !other.equals(copy)).toList(), bindings, defaultAction);
    }

    SetupRecord withDefaultAction() {
        return new SetupRecord(copies, bindings, true);
    }
}
