package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.FlowKind;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.events.admin.ResourceType;

/**
 * Place where a flow is bound: the realm, a client or an identity provider.
 *
 * @param place stable name in the record
 * @param title name for people, such as "browser flow of the client 'shop'"
 * @param path of the resource below the realm, as Keycloak's admin events name it
 * @param current gives the id of the flow that is bound
 * @param binder binds the flow with an id, or none
 */
record Binding(
        String place,
        String title,
        FlowKind kind,
        ResourceType resource,
        String path,
        Supplier<Optional<String>> current,
        Consumer<Optional<String>> binder) {
    Optional<String> bound() {
        return current.get();
    }

    void bind(Optional<String> flow) {
        binder.accept(flow);
    }
}
