package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options of a Service as configured: texts by key, as Keycloak keeps them. Unset options have their default.
 */
public final class ServiceOptions {
    private final Map<String, String> values;
    private final Ranges ranges;

    /** Which values are taken. */
    public enum Ranges {
        /** What the admin console offers: codes of 6 to 8 digits. */
        CONSOLE,
        /** What the Verify API takes: codes of 3 to 8 digits. */
        API
    }

    /** Options with these values, as the admin console takes them; a value of {@code null} is unset. */
    public ServiceOptions(Map<String, String> values) {
        this(values, Ranges.CONSOLE);
    }

    public ServiceOptions(Map<String, String> values, Ranges ranges) {
        this.ranges = Objects.requireNonNull(ranges, "ranges");
        this.values = values.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A value that an option does not take, and a sentence that says what it does take. */
    public record Problem(ServiceOption option, String message) {}

    /** All that is wrong; empty if these options may be saved. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(wrongValues());
        if (problems.isEmpty() && isDayBelowHour()) {
            problems.add(new Problem(
                    ServiceOption.CHALLENGES_PER_DAY,
                    "%s must be at least %s, which is %d."
                            .formatted(
                                    ServiceOption.CHALLENGES_PER_DAY.label(),
                                    ServiceOption.CHALLENGES_PER_HOUR.label(),
                                    number(ServiceOption.CHALLENGES_PER_HOUR))));
        }
        return problems;
    }

    private List<Problem> wrongValues() {
        List<Problem> problems = new ArrayList<>();
        for (ServiceOption option : ServiceOption.values()) {
            option.problemWith(text(option), ranges).ifPresent(message -> problems.add(new Problem(option, message)));
        }
        return problems;
    }

    private boolean isDayBelowHour() {
        return number(ServiceOption.CHALLENGES_PER_DAY) < number(ServiceOption.CHALLENGES_PER_HOUR);
    }

    /**
     * The policy that these options make.
     *
     * @param defaultIssuer issuer where none is set
     * @throws IllegalArgumentException if there are {@link #problems()}
     */
    public ServicePolicy policy(String defaultIssuer) {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.get(0).message());
        }
        String issuer = text(ServiceOption.ISSUER);
        String image = text(ServiceOption.IMAGE);
        return new ServicePolicy(
                issuer.isBlank() ? defaultIssuer : issuer,
                parameters(),
                number(ServiceOption.SKEW),
                image.isEmpty() ? Optional.empty() : Optional.of(URI.create(image)),
                number(ServiceOption.MAX_FACTORS),
                budgets(),
                seconds(ServiceOption.CHALLENGE_LIFETIME),
                Duration.ofDays(number(ServiceOption.CHALLENGE_RETENTION)),
                seconds(ServiceOption.PENDING_LIFETIME),
                new Grace(number(ServiceOption.GRACE_DAYS), number(ServiceOption.GRACE_SKIPS)),
                "on".equals(text(ServiceOption.RECOVERY_CODES)));
    }

    /**
     * These options as they count where they were stored with problems: a value that is safe in place of every wrong one,
     * as {@link EffectiveValues} says, and of two budgets that contradict each other the smaller one.
     */
    public ServiceOptions withDefaultsForProblems() {
        if (problems().isEmpty()) {
            return this;
        }
        Map<String, String> usable = EffectiveValues.of(values, wrongValues());
        ServiceOptions options = new ServiceOptions(usable, ranges);
        if (options.isDayBelowHour()) {
            usable.put(ServiceOption.CHALLENGES_PER_HOUR.key(), options.text(ServiceOption.CHALLENGES_PER_DAY));
        }
        return new ServiceOptions(usable, ranges);
    }

    /** Whether users get e-mails about their factors. */
    public boolean notifiesUsers() {
        return "on".equals(text(ServiceOption.NOTIFY_USERS));
    }

    /** What is set, by {@link ServiceOption#key()}; keys that are no option's are left out. */
    public Map<String, String> set() {
        return Arrays.stream(ServiceOption.values())
                .map(ServiceOption::key)
                .filter(values::containsKey)
                .collect(Collectors.toMap(key -> key, values::get));
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
        String value = values.getOrDefault(option.key(), "").strip();
        return value.isEmpty() ? option.defaultValue() : value;
    }

    private int number(ServiceOption option) {
        return Integer.parseInt(text(option));
    }

    private Duration seconds(ServiceOption option) {
        return Duration.ofSeconds(number(option));
    }
}
