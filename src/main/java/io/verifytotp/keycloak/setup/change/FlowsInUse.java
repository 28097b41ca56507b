package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.report.PolicyFlows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Says what uses a flow, or a part of it. Reads the realm once for a call, because Keycloak asks the database for each
 * flow. What a call binds has to be noted; the copies that it makes execute no part of another flow.
 */
final class FlowsInUse {
    private final RealmModel realm;

    /** Ids of flows by the place where they are bound, for the places where a set-up can bind one. */
    private final Map<String, String> bound = new HashMap<>();

    private final Set<String> boundElsewhere;

    /** Aliases that client policies may choose; empty if these can't be read. */
    private final Optional<Set<String>> named;

    /** Flows that execute a sub-flow, by its id; read when it is asked for. */
    private final Map<String, List<AuthenticationFlowModel>> executing = new HashMap<>();

    FlowsInUse(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.boundElsewhere = Stream.of(
                        realm.getRegistrationFlow(),
                        realm.getClientAuthenticationFlow(),
                        realm.getDockerAuthenticationFlow())
                .filter(Objects::nonNull)
                .map(AuthenticationFlowModel::getId)
                .collect(Collectors.toSet());
        this.named = PolicyFlows.aliases(session, realm);
        new Bindings(session, realm).all().forEach(this::note);
    }

    /** Notes what is bound at a place now. */
    void note(Binding place) {
        place.bound().ifPresentOrElse(flow -> bound.put(place.place(), flow), () -> bound.remove(place.place()));
    }

    /** Returns whether the flow itself is bound somewhere. */
    boolean isBound(String id) {
        return bound.containsValue(id) || boundElsewhere.contains(id);
    }

    /** Returns what uses the flow or a part of it, as the end of a sentence; empty if nothing does. */
    Optional<String> of(AuthenticationFlowModel flow) {
        if (isBound(flow.getId())) {
            return Optional.of("it is bound");
        }
        Map<String, AuthenticationFlowModel> parts = new LinkedHashMap<>();
        collect(flow, parts);
        return parts.values().stream()
                .filter(part -> isBound(part.getId()))
                .map(part -> "its sub-flow '" + part.getAlias() + "' is bound")
                .findFirst()
                .or(() -> policy(parts))
                .or(() -> otherFlow(parts));
    }

    private void collect(AuthenticationFlowModel flow, Map<String, AuthenticationFlowModel> parts) {
        if (parts.putIfAbsent(flow.getId(), flow) == null) {
            subFlows(flow)
                    .map(realm::getAuthenticationFlowById)
                    .filter(Objects::nonNull)
                    .forEach(part -> collect(part, parts));
        }
    }

    private Stream<String> subFlows(AuthenticationFlowModel flow) {
        return realm
                .getAuthenticationExecutionsStream(flow.getId())
                .filter(AuthenticationExecutionModel::isAuthenticatorFlow)
                .map(AuthenticationExecutionModel::getFlowId)
                .filter(Objects::nonNull)
                .toList()
                .stream();
    }

    private Optional<String> policy(Map<String, AuthenticationFlowModel> parts) {
        if (named.isEmpty()) {
            return Optional.of("the client policies, which may name it, can't be read");
        }
        return parts.values().stream()
                .map(AuthenticationFlowModel::getAlias)
                .filter(named.get()::contains)
                .map(alias -> "a client policy can choose '" + alias + "'")
                .findFirst();
    }

    private Optional<String> otherFlow(Map<String, AuthenticationFlowModel> parts) {
        if (executing.isEmpty()) {
            realm.getAuthenticationFlowsStream().toList().forEach(other -> subFlows(other)
                    .forEach(id -> executing
                            .computeIfAbsent(id, key -> new ArrayList<>())
                            .add(other)));
        }
        return parts.values().stream()
                .flatMap(part -> executing.getOrDefault(part.getId(), List.of()).stream()
                        .filter(other -> !parts.containsKey(other.getId()))
                        .map(other ->
                                "the flow '" + other.getAlias() + "' executes '" + part.getAlias() + "' of it as well"))
                .findFirst();
    }
}
