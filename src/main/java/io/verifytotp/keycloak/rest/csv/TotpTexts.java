package io.verifytotp.keycloak.rest.csv;

import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.domain.service.ServiceOptions.Ranges;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Seed and parameters of a factor as texts, from columns of their own or from an otpauth URI. Parameters that are missing
 * are the defaults of authenticator apps: SHA-1, 6 digits, 30 seconds. Methods throw the API's 400.
 *
 * @param inUri whether the texts come from the column {@code uri}
 */
record TotpTexts(Map<Part, String> texts, boolean inUri) {
    private static final String HEXADECIMAL = "[0-9A-Fa-f]{32,}";
    private static final String BASE32 = "[A-Za-z2-7]*";
    private static final int BITS_OF_CHARACTER = 5;

    /** Parts, with their names as columns and as parameters of the URI. */
    enum Part {
        SECRET("secret", "secret"),
        ALGORITHM("alg", "algorithm"),
        DIGITS("digits", "digits"),
        PERIOD("period", "period");

        private final String column;
        private final String parameter;

        Part(String column, String parameter) {
            this.column = column;
            this.parameter = parameter;
        }

        String column() {
            return column;
        }

        String parameter() {
            return parameter;
        }
    }

    Seed seed() {
        String typed = text(Part.SECRET).orElseThrow(() -> refused(Part.SECRET, "is required"));
        return Seed.ofBase32(typed).orElseThrow(() -> refused(Part.SECRET, problemWithSeed(typed)));
    }

    TotpParameters parameters() {
        return new TotpParameters(algorithm(), number(Part.DIGITS, ServiceOption.CODE_LENGTH), period());
    }

    private Duration period() {
        return Duration.ofSeconds(number(Part.PERIOD, ServiceOption.TIME_STEP));
    }

    private HashAlgorithm algorithm() {
        String name = text(Part.ALGORITHM).orElse("sha1").replace("-", "").toLowerCase(Locale.ROOT);
        return HashAlgorithm.ofConfigName(name)
                .orElseThrow(() -> refused(Part.ALGORITHM, "must be one of sha1, sha256, sha512"));
    }

    private int number(Part part, ServiceOption option) {
        String text = text(part).orElse(option.defaultValue());
        option.acceptedInsteadOf(text, Ranges.API).ifPresent(accepted -> {
            throw refused(part, "must be " + accepted);
        });
        return Integer.parseInt(text);
    }

    private Optional<String> text(Part part) {
        return Optional.ofNullable(texts.get(part)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Says what is wrong with a seed without repeating any of it. */
    private static String problemWithSeed(String typed) {
        String bare = typed.replaceAll("[\\s-]+", "").replaceAll("=+$", "");
        int bytes = bare.length() * BITS_OF_CHARACTER / Byte.SIZE;
        if (!bare.matches(BASE32)) {
            return bare.matches(HEXADECIMAL)
                    ? "must be Base32, and this looks like hexadecimal; docs/migrate.md has a command that converts it"
                    : "must be Base32: the letters A to Z and the digits 2 to 7";
        }
        if (bytes < Seed.MIN_BYTES) {
            return "has " + bytes + " bytes, and fewer than " + Seed.MIN_BYTES
                    + " are not safe; let this user set up a new app";
        }
        return bytes > Seed.MAX_BYTES
                ? "has " + bytes + " bytes, and at most " + Seed.MAX_BYTES + " are accepted"
                : "is not complete: Base32 never has this number of characters; copy it again";
    }

    private ApiError refused(Part part, String problem) {
        return inUri
                ? ApiError.parameter("uri", "its " + part.parameter() + " " + problem)
                : ApiError.parameter(part.column(), problem);
    }

    /** Does not print the texts, one of which is the seed. */
    @Override
    public String toString() {
        return "TotpTexts" + texts.keySet();
    }
}
