package io.verifytotp.keycloak.setup.change;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/** Changes of one call in their order, and what it left as it was. */
final class ChangeLog {
    private static final String FLOWS = "authentication/flows/";

    private final List<Change> changes = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();

    void flow(OperationType operation, String id, String text) {
        add(operation, ResourceType.AUTH_FLOW, FLOWS + id, text);
    }

    void add(OperationType operation, ResourceType resource, String path, String text) {
        changes.add(new Change(text, operation, resource, path));
    }

    void unchanged(String text) {
        unchanged.add(text);
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    List<String> unchanged() {
        return List.copyOf(unchanged);
    }
}
