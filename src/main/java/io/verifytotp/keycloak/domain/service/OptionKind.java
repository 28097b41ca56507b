package io.verifytotp.keycloak.domain.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accepted values of an option. The description ends the sentence "… must be"; numbers have a range in the help text.
 */
record OptionKind(Predicate<String> test, String description, Optional<String> range, List<String> choices) {
    static OptionKind number(int min, int max) {
        String range = min + " to " + max;
        return new OptionKind(
                value -> ServiceOptions.wholeNumber(value, min, max).isPresent(),
                "a whole number from " + range,
                Optional.of(range),
                List.of());
    }

    static OptionKind choice(String... values) {
        List<String> choices = List.of(values);
        return new OptionKind(choices::contains, "one of " + String.join(", ", choices), Optional.empty(), choices);
    }

    /** A name of at most that many characters, without colons and control characters. */
    static OptionKind text(int maxLength) {
        return new OptionKind(
                value -> value.length() <= maxLength
                        && value.indexOf(':') < 0
                        && value.chars().noneMatch(Character::isISOControl),
                "a text of at most " + maxLength + " characters without a colon",
                Optional.empty(),
                List.of());
    }

    static OptionKind httpsUrl(int maxLength) {
        return new OptionKind(
                value -> value.isEmpty() || (value.length() <= maxLength && isHttpsUrl(value)),
                "an absolute https address of at most " + maxLength + " characters, or empty",
                Optional.empty(),
                List.of());
    }

    /** Client ids with commas between them, together of at most that many characters. */
    static OptionKind clientIds(int maxLength) {
        return new OptionKind(
                value -> value.length() <= maxLength && value.chars().noneMatch(Character::isISOControl),
                "client IDs with commas between them, of at most " + maxLength + " characters together",
                Optional.empty(),
                List.of());
    }

    boolean accepts(String value) {
        return test.test(value);
    }

    private static boolean isHttpsUrl(String value) {
        try {
            URI uri = new URI(value);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
