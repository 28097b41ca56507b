package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.domain.service.ServiceOptions.Ranges;
import io.verifytotp.keycloak.totp.VisibleText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;

/**
 * Parameters of a request: of the query for reading, of the form for changing. An empty value counts as missing, and of
 * a repeated parameter the first value counts. A wrong value is refused with 400 and the parameter's name.
 */
public final class Parameters {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int DEFAULT_BATCH = 100;
    private static final int LARGEST_BATCH = 1000;

    /** The parameter of {@link #batchSize}. */
    public static final String BATCH_SIZE = "PageSize";

    public static final String UNSUPPORTED = "The content type must be " + FORM;

    private final MultivaluedMap<String, String> values;

    private Parameters(MultivaluedMap<String, String> values) {
        this.values = values;
    }

    /** True if there is no header {@code Content-Type}, or one that can be parsed. */
    public static boolean hasReadableType(HttpRequest request) {
        return isReadableType(request.getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE));
    }

    /** As {@link #hasReadableType}, for the value of the header; {@code null} if there is none. */
    public static boolean isReadableType(@Nullable String type) {
        if (type == null) {
            return true;
        }
        try {
            MediaType.valueOf(type);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static ApiError unsupported() {
        return ApiError.of(415, UNSUPPORTED);
    }

    public static Parameters of(String method, HttpRequest request) {
        if (!method.equals("POST")) {
            return ofQuery(request);
        }
        HttpHeaders headers = request.getHttpHeaders();
        if (!isForm(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)) && hasBody(headers)) {
            throw unsupported();
        }
        return new Parameters(request.getDecodedFormParameters());
    }

    /** Returns the parameters of the address, for a request whose body is no form. */
    public static Parameters ofQuery(HttpRequest request) {
        return new Parameters(request.getUri().getQueryParameters());
    }

    /** True if the content type is that of a form; {@code null} is not. */
    public static boolean isForm(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    static boolean hasBody(HttpHeaders headers) {
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

    public Optional<String> text(String name, int longest) {
        return checked(
                name,
                text(name),
                text -> text.length() <= longest && text.chars().noneMatch(Character::isISOControl),
                "must be a text of at most " + longest + " characters on one line");
    }

    /** Reads a name of at most that many characters, and removes invisible characters from it. */
    public Optional<String> name(String name, int longest) {
        return visible(name, text(name, longest));
    }

    /** Removes invisible characters from a value of that parameter, and refuses it if nothing is left. */
    public static Optional<String> visible(String name, Optional<String> text) {
        return checked(
                name, text.map(VisibleText::oneLine), seen -> !seen.isEmpty(), "must contain a visible character");
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .filter(value -> value != null && !value.isBlank())
                .toList();
    }

    public Optional<Integer> number(String name, int min, int max) {
        return parsed(
                name,
                text -> ServiceOptions.wholeNumber(text, min, max),
                "must be a whole number from " + min + " to " + max);
    }

    /** Reads how much a batch of a whole realm may take. Unlike the page of a list, a larger one is refused. */
    public int batchSize() {
        return number(BATCH_SIZE, 1, LARGEST_BATCH).orElse(DEFAULT_BATCH);
    }

    /** Reads {@code true} or {@code false}, which counts where nothing is given. */
    public boolean isTrue(String name) {
        return choice(name, List.of("true", "false")).filter("true"::equals).isPresent();
    }

    public Optional<FactorId> factor(String name) {
        return parsed(name, FactorId::parse, "must be YF and 32 hexadecimal digits");
    }

    /** Reads a number without an upper limit; a larger one counts as {@code most}. */
    Optional<Integer> numberUpTo(String name, int min, int most) {
        return text(name).map(text -> {
            int value = text.matches("[0-9]{1,20}")
                    ? new BigInteger(text).min(BigInteger.valueOf(most)).intValue()
                    : -1;
            if (value < min) {
                throw ApiError.parameter(name, "must be a whole number from " + min);
            }
            return value;
        });
    }

    public Optional<String> option(String name, ServiceOption option, Ranges ranges) {
        Optional<String> text = text(name);
        text.flatMap(value -> option.acceptedInsteadOf(value, ranges)).ifPresent(accepted -> {
            throw ApiError.parameter(name, "must be " + accepted);
        });
        return text;
    }

    public Optional<String> choice(String name, List<String> choices) {
        return checked(name, text(name), choices::contains, "must be one of " + String.join(", ", choices));
    }

    /** Reads a time; without a zone, as SDKs send it, in UTC. */
    public Optional<Instant> time(String name) {
        return parsed(name, WireTime::parse, "must be a time such as 2026-01-02T03:04:05Z");
    }

    /** Reads a JSON object whose values are strings, as compact JSON. */
    public Optional<String> object(String name, int longest) {
        return parsed(
                name,
                text -> JsonText.objectOfTexts(text)
                        .filter(json -> text.length() <= longest && json.length() <= longest),
                "must be a JSON object whose values are strings, of at most " + longest + " characters");
    }

    /** Reads a value that a parser turns into another one; refuses what it does not accept with that problem. */
    public <T> Optional<T> parsed(String name, Function<String, Optional<T>> parser, String problem) {
        return text(name).map(text -> parser.apply(text).orElseThrow(() -> ApiError.parameter(name, problem)));
    }

    /** Returns a value of that parameter, or refuses it with that problem. */
    public static <T> Optional<T> checked(String name, Optional<T> value, Predicate<T> accepted, String problem) {
        if (value.isPresent() && !accepted.test(value.get())) {
            throw ApiError.parameter(name, problem);
        }
        return value;
    }

    public static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> ApiError.parameter(name, "is required"));
    }
}
