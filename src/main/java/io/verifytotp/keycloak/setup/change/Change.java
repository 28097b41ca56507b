package io.verifytotp.keycloak.setup.change;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/**
 * A change of the realm.
 *
 * @param text sentence for people
 * @param path of the changed resource below the realm, as Keycloak's admin events name it; empty for the realm itself
 */
public record Change(String text, OperationType operation, ResourceType resource, String path) {}
