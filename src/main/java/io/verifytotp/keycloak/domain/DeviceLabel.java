package io.verifytotp.keycloak.domain;

/** The name that a user gives to the device with the authenticator app. */
public final class DeviceLabel {
    /** Characters; as the Verify API allows for a factor's friendly name. */
    public static final int MAX_LENGTH = 64;

    private DeviceLabel() {}

    /** The label as it is kept: without control characters, runs of white space as one space; empty for {@code null}. */
    public static String normalise(String typed) {
        if (typed == null) {
            return "";
        }
        return typed.replaceAll("(?U)[\\p{Cntrl}\\s]+", " ").strip();
    }
}
