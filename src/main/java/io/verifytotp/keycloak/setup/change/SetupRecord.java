package io.verifytotp.keycloak.setup.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Record of earlier set-ups, in an attribute of the realm: what was bound before, and which copies were made.
 *
 * @param realm id of the realm that was set up; null in records of versions that did not write it
 * @param defaultAction true if a set-up made our required action a default action
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SetupRecord(@Nullable String realm, List<Copy> copies, List<Bound> bindings, boolean defaultAction) {
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
     * @param mode whom it asks at each login; null if only at level 2
     * @param levels true if it has levels of authentication; records of older versions do not say so
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Copy(
            String id,
            String alias,
            @Nullable String original,
            FlowKind kind,
            @Nullable SetupMode mode,
            boolean levels,
            String fingerprint) {
        /** Refuses what a damaged record lacks. */
        Copy {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(alias, "alias");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(fingerprint, "fingerprint");
            if (!levels) {
                Objects.requireNonNull(mode, "mode");
            }
        }

        static Copy of(
                AuthenticationFlowModel flow,
                Optional<String> original,
                FlowKind kind,
                SetupGoal goal,
                String fingerprint) {
            return new Copy(
                    flow.getId(),
                    flow.getAlias(),
                    original.orElse(null),
                    kind,
                    goal.mode().orElse(null),
                    goal.levels(),
                    fingerprint);
        }

        /** Not a property of the stored record, which has its parts. */
        @JsonIgnore
        SetupGoal goal() {
            return new SetupGoal(Optional.ofNullable(mode), levels);
        }
    }

    /**
     * Place where a set-up has bound a copy.
     *
     * @param before id of the flow that was bound; null if there was none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Bound(String place, @Nullable String before, String copy) {
        /** Refuses what a damaged record lacks. */
        Bound {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(copy, "copy");
        }
    }

    /** Reads the record; it is empty if nothing was set up, or another realm was. */
    static SetupRecord of(RealmModel realm) {
        SetupRecord read = read(realm).filter(record -> record.isOf(realm)).orElseGet(() -> empty(realm));
        return new SetupRecord(realm.getId(), read.copies, read.bindings, read.defaultAction);
    }

    /** Reads the record of another realm, which came with its export. */
    static Optional<SetupRecord> ofAnotherRealm(RealmModel realm) {
        return read(realm).filter(record -> !record.isOf(realm));
    }

    static SetupRecord empty(RealmModel realm) {
        return new SetupRecord(realm.getId(), List.of(), List.of(), false);
    }

    private static Optional<SetupRecord> read(RealmModel realm) {
        String json = realm.getAttribute(ATTRIBUTE);
        if (json == null || json.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Optional.ofNullable(JsonSerialization.readValue(json, SetupRecord.class))
                    .orElseThrow(SetupRecord::damaged));
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static SetupRefusal damaged() {
        return SetupRefusal.because("The realm's attribute " + ATTRIBUTE
                + " was changed and can't be read; bind Keycloak's flows yourself and remove it");
    }

    /** An import gives flows new ids, but may keep the realm's. */
    private boolean isOf(RealmModel other) {
        boolean imported = copies.stream().allMatch(copy -> other.getAuthenticationFlowById(copy.id()) == null)
                && copies.stream().anyMatch(copy -> other.getFlowByAlias(copy.alias()) != null);
        return (realm == null || realm.equals(other.getId())) && !imported;
    }

    void store(RealmModel target) {
        if (copies.isEmpty() && bindings.isEmpty() && !defaultAction) {
            target.removeAttribute(ATTRIBUTE);
            return;
        }
        try {
            target.setAttribute(ATTRIBUTE, JsonSerialization.writeValueAsString(this));
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
        return new SetupRecord(realm, more, bindings, defaultAction);
    }

    /** Returns the record with that binding in place of an older one of the same place. */
    SetupRecord with(Bound bound) {
        List<Bound> more = new ArrayList<>(bindings);
        more.removeIf(old -> old.place().equals(bound.place()));
        more.add(bound);
        return new SetupRecord(realm, copies, more, defaultAction);
    }

    SetupRecord without(Copy copy) {
        List<Copy> others = copies.stream().filter(other -> !other.equals(copy)).toList();
        return new SetupRecord(realm, others, bindings, defaultAction);
    }

    SetupRecord withDefaultAction(boolean ours) {
        return new SetupRecord(realm, copies, bindings, ours);
    }
}
