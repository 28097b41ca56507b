package io.verifytotp.owlbank.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a customer is asked to confirm: a sentence, and fields with a label and a value.
 *
 * @param id of the operation in this bank; the customer does not see it
 */
public record Operation(String id, String message, List<Field> fields) {
    /** One line of the details. */
    public record Field(String label, String value) {}

    List<Map<String, Object>> fieldsAsMaps() {
        return fields.stream().map(Operation::asMap).toList();
    }

    Map<String, Object> hiddenDetails() {
        return Map.of("operation", id);
    }

    /** Whether these details of a Challenge or receipt, as they came with JSON, are exactly those of this operation. */
    boolean hasDetails(Object details) {
        return details instanceof Map<?, ?> map
                && message.equals(map.get("message"))
                && fieldsAsMaps().equals(map.get("fields"));
    }

    private static Map<String, Object> asMap(Field field) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("label", field.label());
        map.put("value", field.value());
        return map;
    }
}
