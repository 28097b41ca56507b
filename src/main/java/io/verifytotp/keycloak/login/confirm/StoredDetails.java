package io.verifytotp.keycloak.login.confirm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** The form in which the API stores details: an array of the message, which may be null, and pairs of label and value. */
final class StoredDetails {
    private StoredDetails() {}

    static ShownDetails parse(String stored) {
        try {
            JsonNode array = JsonSerialization.mapper.readTree(stored);
            List<ShownDetails.Field> fields = new ArrayList<>();
            for (int i = 1; i < array.size(); i++) {
                JsonNode field = array.get(i);
                fields.add(new ShownDetails.Field(
                        field.path(0).textValue(), field.path(1).textValue()));
            }
            return new ShownDetails(Optional.ofNullable(array.path(0).textValue()), fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored details can't be read", e);
        }
    }
}
