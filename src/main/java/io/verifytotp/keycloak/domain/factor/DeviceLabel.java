package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.totp.VisibleText;
import java.util.Set;
import java.util.stream.IntStream;

/** The name that a user gives to the device with the authenticator app. */
public final class DeviceLabel {
    /** Characters; as the Verify API allows for a factor's friendly name. */
    public static final int MAX_LENGTH = 64;

    private DeviceLabel() {}

    /** The label itself where it is free, else with the first free number behind it; an empty one is always free. */
    public static String free(String label, Set<String> taken) {
        if (label.isEmpty() || isFree(label, taken)) {
            return label;
        }
        return IntStream.iterate(2, i -> i + 1)
                .mapToObj(i -> " (" + i + ")")
                .map(number -> shortened(label, MAX_LENGTH - number.length()) + number)
                .filter(candidate -> isFree(candidate, taken))
                .findFirst()
                .orElseThrow();
    }

    /** Keycloak takes labels that differ in case only for the same. */
    private static boolean isFree(String label, Set<String> taken) {
        return taken.stream().noneMatch(label::equalsIgnoreCase);
    }

    /** As much of the label as fits, without half a character at its end. */
    private static String shortened(String label, int length) {
        int end = Math.min(label.length(), length);
        boolean splits = Character.isHighSurrogate(label.charAt(end - 1));
        return label.substring(0, splits ? end - 1 : end);
    }

    /**
     * The label as it is kept: without control characters and those that nobody sees, runs of white space as one space;
     * empty for {@code null}.
     */
    public static String normalise(String typed) {
        if (typed == null) {
            return "";
        }
        return VisibleText.oneLine(typed);
    }
}
