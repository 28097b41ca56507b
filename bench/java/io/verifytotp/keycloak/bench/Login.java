package io.verifytotp.keycloak.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A login with a second factor: ours, Keycloak's own, and Keycloak's own with the least that a durable one adds. */
enum Login {
    OURS("Verify TOTP", "verify-totp-form", "verify-totp-direct-grant", false),
    KEYCLOAK("Keycloak OTP", "auth-otp-form", "direct-grant-validate-otp", false),
    FLOOR("Keycloak OTP + empty transaction", "auth-otp-form", "direct-grant-validate-otp", true);

    private static final List<String> EMPTY_TRANSACTION = List.of("bench-transaction");

    private final String title;
    private final String formStep;
    private final String grantStep;
    private final boolean emptyTransaction;

    Login(String title, String formStep, String grantStep, boolean emptyTransaction) {
        this.title = title;
        this.formStep = formStep;
        this.grantStep = grantStep;
        this.emptyTransaction = emptyTransaction;
    }

    static Login titled(String title) {
        return Stream.of(values())
                .filter(login -> login.title.equals(title))
                .findFirst()
                .orElseThrow();
    }

    static List<String> titles() {
        return Stream.of(values()).map(login -> login.title).toList();
    }

    String clientId() {
        return "bench-" + name();
    }

    String userPrefix() {
        return name().toLowerCase(Locale.ROOT) + '-';
    }

    /** The steps behind the password in the browser flow. */
    List<String> formSteps() {
        return withTransaction(formStep);
    }

    /** Those behind the password in the direct grant flow. */
    List<String> grantSteps() {
        return withTransaction(grantStep);
    }

    private List<String> withTransaction(String step) {
        return Stream.concat(Stream.of(step), emptyTransaction ? EMPTY_TRANSACTION.stream() : Stream.of())
                .toList();
    }
}
