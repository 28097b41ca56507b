package io.verifytotp.keycloak.domain.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replacements of values that an option does not accept: its default, except where the default could let users go
 * without a factor for longer than intended, or delete records that were to be kept.
 */
final class EffectiveValues {
    private static final String NO_GRACE = "0";
    private static final String LONGEST_RETENTION = "3650";

    private EffectiveValues() {}

    static Map<String, String> of(Map<String, String> values, List<ServiceOptions.Problem> problems) {
        Map<String, String> safe = new HashMap<>(values);
        problems.forEach(problem -> replace(safe, problem.option()));
        return safe;
    }

    private static void replace(Map<String, String> values, ServiceOption option) {
        switch (option) {
            // Each limit of the grace period has to hold, so a period with only one of them would be longer.
            case GRACE_DAYS, GRACE_SKIPS -> {
                values.put(ServiceOption.GRACE_DAYS.key(), NO_GRACE);
                values.put(ServiceOption.GRACE_SKIPS.key(), NO_GRACE);
            }
            // Records that are deleted too early are lost.
            case CHALLENGE_RETENTION -> values.put(option.key(), LONGEST_RETENTION);
            default -> replaceByDefault(values, option);
        }
    }

    private static void replaceByDefault(Map<String, String> values, ServiceOption option) {
        if (option.defaultValue().isEmpty()) {
            values.remove(option.key());
        } else {
            values.put(option.key(), option.defaultValue());
        }
    }
}
