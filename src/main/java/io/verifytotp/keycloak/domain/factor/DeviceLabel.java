package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.totp.VisibleText;
import java.util.Set;
import java.util.stream.IntStream;

/** Rules for the name that a user gives to the device with the authenticator app. */
public final class DeviceLabel {
    /** Maximum number of characters, as for a friendly name in the Verify API. */
    public static final int MAX_LENGTH = 64;

    private DeviceLabel() {}

    /** Returns the label, with the first free number appended if it is taken. An empty label is always free. */
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

    /** Ignores case, as Keycloak does. */
    private static boolean isFree(String label, Set<String> taken) {
        return taken.stream().noneMatch(label::equalsIgnoreCase);
    }

    /** Cuts the label without splitting a surrogate pair. */
    private static String shortened(String label, int length) {
        int end = Math.min(label.length(), length);
        boolean splits = Character.isHighSurrogate(label.charAt(end - 1));
        return label.substring(0, splits ? end - 1 : end);
    }

    /** Returns the label in its stored form, {@link VisibleText#oneLine}; empty for {@code null}. */
    public static String normalise(String typed) {
        return typed == null ? "" : VisibleText.oneLine(typed);
    }
}
