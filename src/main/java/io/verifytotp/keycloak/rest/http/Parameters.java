package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.totp.VisibleText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.http.HttpRequest;

/**
 * The parameters of a request: of the query for reading, of the form for changing. An empty value counts as not
 * given; of a repeated one the first counts. What is wrong is refused under the parameter's wire name.
 */
public record Parameters(MultivaluedMap<String, String> values) {
    public static final String UNSUPPORTED = "The body must be of the type application/x-www-form-urlencoded";

    private static final int LONGEST_NUMBER = 20;
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Whether the header for the body's type, if there is one, holds a type at all. */
    public static boolean hasReadableType(HttpRequest request) {
        String type = request.getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return true;
        }
        try {
            MediaType.valueOf(type);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // the answer to the question, not a fault
        }
    }

    public static ApiError unsupported() {
        return ApiError.of(415, UNSUPPORTED);
    }

    public static Parameters of(String method, HttpRequest request) {
        if (!method.equals("POST")) {
            return new Parameters(request.getUri().getQueryParameters());
        }
        HttpHeaders headers = request.getHttpHeaders();
        if (!isForm(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)) && hasBody(headers)) {
            throw unsupported();
        }
        return new Parameters(request.getDecodedFormParameters());
    }

    /** Whether that content type is a form's; {@code null} is none. */
    public static boolean isForm(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    private static boolean hasBody(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        boolean chunked = headers.getHeaderString("Transfer-Encoding") != null;
        return chunked || (length != null && !length.strip().equals("0"));
    }

    public Optional<String> text(String name) {
        List<String> all = values.get(name);
        return all == null || all.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(all.get(0)).filter(value -> !value.isBlank());
    }

    /** A text of at most that many characters, without control characters. */
    public Optional<String> text(String name, int longest) {
        Optional<String> text = text(name);
        text.filter(value -> value.length() > longest || value.chars().anyMatch(Character::isISOControl))
                .ifPresent(value -> {
                    throw ApiError.parameter(name, "must be a text of at most " + longest + " characters on one line");
                });
        return text;
    }

    /** A name of at most that many characters, as people see it: without characters that nobody sees. */
    public Optional<String> name(String name, int longest) {
        Optional<String> seen = text(name, longest).map(VisibleText::oneLine);
        seen.filter(String::isEmpty).ifPresent(nothing -> {
            throw ApiError.parameter(name, "must have a character that can be seen");
        });
        return seen;
    }

    /** All values of a parameter that may be repeated. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .filter(value -> value != null && !value.isBlank())
                .toList();
    }

    public Optional<Integer> number(String name, int min, int max) {
        return text(name).map(text -> {
            boolean number = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw ApiError.parameter(name, "must be a whole number from " + min + " to " + max);
            }
            return Integer.parseInt(text);
        });
    }

    /** A number without an upper end; one beyond {@code most} counts as that. */
    Optional<Integer> numberUpTo(String name, int min, int most) {
        return text(name).map(text -> {
            boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
            int value =
                    number ? new BigInteger(text).min(BigInteger.valueOf(most)).intValue() : -1;
            if (value < min || text.length() > LONGEST_NUMBER) {
                throw ApiError.parameter(name, "must be a whole number from " + min);
            }
            return value;
        });
    }

    /** One of these words. */
    public Optional<String> choice(String name, List<String> choices) {
        Optional<String> text = text(name);
        text.filter(value -> !choices.contains(value)).ifPresent(value -> {
            throw ApiError.parameter(name, "must be one of " + String.join(", ", choices));
        });
        return text;
    }

    /** A time, read as UTC where it names no zone; SDKs leave the zone out. */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> WireTime.parse(text)
                .orElseThrow(() -> ApiError.parameter(name, "must be a time such as 2026-01-02T03:04:05Z")));
    }

    /** A JSON object with texts for values, as compact JSON. */
    public Optional<String> object(String name, int longest) {
        return text(name).map(text -> JsonText.objectOfTexts(text)
                .filter(json -> text.length() <= longest && json.length() <= longest)
                .orElseThrow(() -> ApiError.parameter(
                        name, "must be a JSON object with texts for values, of at most " + longest + " characters")));
    }

    public static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> ApiError.parameter(name, "is required"));
    }
}
