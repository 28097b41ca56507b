package io.verifytotp.keycloak.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.JsonText;
import io.verifytotp.keycloak.rest.http.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Details of a Challenge, for the user to confirm: a message and labelled fields. Stored as one short JSON array. */
final class ChallengeDetails {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_MESSAGE = 256;
    private static final int LONGEST_LABEL = 36;
    private static final int LONGEST_VALUE = 128;
    private static final int MOST_FIELDS = 20;

    /** Size of the column: enough for everything that is allowed, with some 250 escaped characters. */
    private static final int LONGEST_STORED = 4000;

    private static final String MESSAGE = "Details.Message";
    private static final String FIELDS = "Details.Fields";

    private ChallengeDetails() {}

    /** Parses the details of a request into their stored form; empty if it has none. */
    static Optional<String> parse(Parameters parameters) {
        Optional<String> message = Parameters.checked(
                MESSAGE,
                parameters.text(MESSAGE),
                text -> text.length() <= LONGEST_MESSAGE,
                "must have at most " + LONGEST_MESSAGE + " characters");
        List<String> fields = parameters.all(FIELDS);
        if (message.isEmpty() && fields.isEmpty()) {
            return Optional.empty();
        }
        if (fields.size() > MOST_FIELDS) {
            throw ApiError.parameter(FIELDS, "must be given at most " + MOST_FIELDS + " times");
        }
        ArrayNode stored = JSON.arrayNode().add(message.orElse(null));
        fields.forEach(field -> stored.add(field(field)));
        String json = stored.toString();
        if (json.length() > LONGEST_STORED) {
            throw ApiError.parameter(FIELDS, "are too long together; shorten labels or values");
        }
        return Optional.of(json);
    }

    private static ArrayNode field(String text) {
        JsonNode node = JsonText.parsed(text).orElse(JSON.nullNode());
        String label = node.path("label").textValue();
        String value = node.path("value").textValue();
        if (label == null || value == null || label.length() > LONGEST_LABEL || value.length() > LONGEST_VALUE) {
            throw ApiError.parameter(
                    FIELDS,
                    "must each be a JSON object with a label of at most " + LONGEST_LABEL + " and a value of at most "
                            + LONGEST_VALUE + " characters");
        }
        return JSON.arrayNode().add(label).add(value);
    }

    static ObjectNode of(String stored, String date) {
        JsonNode array = JsonText.stored(stored);
        ArrayNode fields = JSON.arrayNode();
        for (int i = 1; i < array.size(); i++) {
            JsonNode field = array.get(i);
            fields.add(field(field.path(0).textValue(), field.path(1).textValue()));
        }
        return details(array.get(0).textValue(), date, fields);
    }

    /** Returns stored details as the user sees them. */
    static ShownDetails shown(String stored) {
        JsonNode array = JsonText.stored(stored);
        List<ShownDetails.Field> fields = new ArrayList<>();
        for (int i = 1; i < array.size(); i++) {
            JsonNode field = array.get(i);
            fields.add(new ShownDetails.Field(
                    field.path(0).textValue(), field.path(1).textValue()));
        }
        return new ShownDetails(Optional.ofNullable(array.path(0).textValue()), fields);
    }

    static ObjectNode ofLogin(String clientId, String date) {
        return details("Login", date, JSON.arrayNode().add(field("Client", clientId)));
    }

    private static ObjectNode details(String message, String date, ArrayNode fields) {
        ObjectNode details = JSON.objectNode();
        details.put("message", message);
        details.put("date", date);
        details.set("fields", fields);
        return details;
    }

    private static ObjectNode field(String label, String value) {
        return JSON.objectNode().put("label", label).put("value", value);
    }
}
