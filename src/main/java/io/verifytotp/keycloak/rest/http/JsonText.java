package io.verifytotp.keycloak.rest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/** JSON that callers send, and that is returned to them. */
public final class JsonText {
    private static final ObjectReader READER = JsonSerialization.mapper
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonText() {}

    /** Returns the text as compact JSON if it is an object whose values are all strings; empty for anything else. */
    static Optional<String> objectOfTexts(String text) {
        return parsed(text)
                .filter(JsonNode::isObject)
                .filter(node -> StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isTextual))
                .map(JsonNode::toString);
    }

    public static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(READER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static @Nullable JsonNode stored(Optional<String> text) {
        return text.map(JsonText::stored).orElse(null);
    }

    public static JsonNode stored(String text) {
        return parsed(text).orElseThrow(() -> new IllegalStateException("stored JSON can't be read"));
    }
}
