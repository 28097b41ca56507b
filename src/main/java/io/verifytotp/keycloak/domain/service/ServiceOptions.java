package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Configured options of a Service: texts by key, as Keycloak stores them. Each is read and checked once. */
public final class ServiceOptions {
    private final Ranges ranges;
    private final Map<String, String> set = new HashMap<>();
    private final Map<ServiceOption, String> texts = new EnumMap<>(ServiceOption.class);
    private final List<Problem> wrongValues = new ArrayList<>();
    private final List<Problem> problems;

    /** Sets of accepted values. */
    public enum Ranges {
        /** Those of the admin console: codes of 6 to 8 digits. */
        CONSOLE,
        /** Those of the Verify API: codes of 3 to 8 digits. */
        API
    }

    /** Options as the admin console accepts them. */
    public ServiceOptions(Map<String, String> values) {
        this(values, Ranges.CONSOLE);
    }

    /** @param values by {@link ServiceOption#key()}; an option that is {@code null}, blank or missing is unset */
    public ServiceOptions(Map<String, String> values, Ranges ranges) {
        this.ranges = ranges;
        for (ServiceOption option : ServiceOption.values()) {
            String value = values.get(option.key());
            if (value != null) {
                set.put(option.key(), value);
            }
            String text = value == null || value.isBlank() ? option.defaultValue() : value.strip();
            texts.put(option, text);
            option.problemWith(text, ranges).ifPresent(message -> wrongValues.add(new Problem(option, message)));
        }
        this.problems = wrongValues.isEmpty() ? contradictions() : List.copyOf(wrongValues);
    }

    /** An option with a value that is not accepted, and a sentence that names the accepted values. */
    public record Problem(ServiceOption option, String message) {}

    /** Returns all problems; empty if these options may be saved. */
    public List<Problem> problems() {
        return problems;
    }

    private List<Problem> contradictions() {
        int perHour = number(ServiceOption.CHALLENGES_PER_HOUR);
        if (number(ServiceOption.CHALLENGES_PER_DAY) >= perHour) {
            return List.of();
        }
        String message = "%s must be at least %s, which is %d."
                .formatted(
                        ServiceOption.CHALLENGES_PER_DAY.label(), ServiceOption.CHALLENGES_PER_HOUR.label(), perHour);
        return List.of(new Problem(ServiceOption.CHALLENGES_PER_DAY, message));
    }

    /** Returns the policy of these options, which must have no {@link #problems()}, with an issuer if none is set. */
    public ServicePolicy policy(String defaultIssuer) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.get(0).message());
        }
        String issuer = text(ServiceOption.ISSUER);
        String image = text(ServiceOption.IMAGE);
        return new ServicePolicy(
                issuer.isEmpty() ? defaultIssuer : issuer,
                parameters(),
                number(ServiceOption.SKEW),
                image.isEmpty() ? Optional.empty() : Optional.of(URI.create(image)),
                number(ServiceOption.MAX_FACTORS),
                budgets(),
                seconds(ServiceOption.CHALLENGE_LIFETIME),
                Duration.ofDays(number(ServiceOption.CHALLENGE_RETENTION)),
                seconds(ServiceOption.PENDING_LIFETIME),
                new Grace(number(ServiceOption.GRACE_DAYS), number(ServiceOption.GRACE_SKIPS)),
                "on".equals(text(ServiceOption.RECOVERY_CODES)),
                "on".equals(text(ServiceOption.ADOPT_KEYCLOAK_OTP)),
                list(ServiceOption.CONFIRM_CLIENTS));
    }

    /**
     * Returns the options that take effect if these were stored with problems: each wrong value is replaced as
     * {@link EffectiveValues} defines, and of two contradicting budgets the smaller one counts.
     */
    public ServiceOptions withDefaultsForProblems() {
        if (problems.isEmpty()) {
            return this;
        }
        Map<String, String> usable = EffectiveValues.of(set, wrongValues);
        if (wrongValues.isEmpty()) {
            usable.put(ServiceOption.CHALLENGES_PER_HOUR.key(), text(ServiceOption.CHALLENGES_PER_DAY));
        }
        return new ServiceOptions(usable, ranges).withDefaultsForProblems();
    }

    /** Returns whether users get e-mails about their factors. */
    public boolean notifiesUsers() {
        return "on".equals(text(ServiceOption.NOTIFY_USERS));
    }

    /** Returns the options that are set, by {@link ServiceOption#key()}, without unknown keys. */
    public Map<String, String> set() {
        return Map.copyOf(set);
    }

    /** Parses a whole number in ASCII digits; empty for any other text, more than nine digits and other numbers. */
    public static Optional<Integer> wholeNumber(String text, int min, int max) {
        return text.matches("[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(text)).filter(number -> number >= min && number <= max)
                : Optional.empty();
    }

    private TotpParameters parameters() {
        return new TotpParameters(
                HashAlgorithm.ofConfigName(text(ServiceOption.ALGORITHM)).orElseThrow(),
                number(ServiceOption.CODE_LENGTH),
                seconds(ServiceOption.TIME_STEP));
    }

    private Budgets budgets() {
        return new Budgets(
                number(ServiceOption.ATTEMPTS_PER_CHALLENGE),
                number(ServiceOption.LOCK_AFTER),
                number(ServiceOption.DISABLE_AFTER),
                number(ServiceOption.CHALLENGES_PER_HOUR),
                number(ServiceOption.CHALLENGES_PER_DAY));
    }

    private String text(ServiceOption option) {
        return texts.getOrDefault(option, option.defaultValue());
    }

    private Set<String> list(ServiceOption option) {
        return Arrays.stream(text(option).split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private int number(ServiceOption option) {
        return Integer.parseInt(text(option));
    }

    private Duration seconds(ServiceOption option) {
        return Duration.ofSeconds(number(option));
    }
}
