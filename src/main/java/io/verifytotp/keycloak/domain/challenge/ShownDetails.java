package io.verifytotp.keycloak.domain.challenge;

import io.verifytotp.keycloak.totp.VisibleText;
import java.util.List;
import java.util.Optional;

/**
 * Details of a challenge as its user sees them: with marks for what would be invisible, or would change the order of a
 * text. Keycloak's page and the receipt have the same.
 */
public record ShownDetails(Optional<String> message, List<Field> fields) {
    /** A line with a label. */
    public record Field(String label, String value) {}

    public ShownDetails {
        message = message.map(VisibleText::marked);
        fields = fields.stream()
                .map(field -> new Field(VisibleText.marked(field.label()), VisibleText.marked(field.value())))
                .toList();
    }
}
