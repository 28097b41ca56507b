package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Well-known authenticator apps and the parameters that they support. Some apps ignore unsupported parameters and show
 * wrong codes, so the list has only what is certain; docs/operate.md, "Which apps the page names", has the sources.
 */
final class AuthenticatorApps {
    private static final Set<HashAlgorithm> ALL_ALGORITHMS = Set.of(HashAlgorithm.values());
    private static final Set<Duration> USUAL_PERIOD = Set.of(Duration.ofSeconds(30));

    private static final List<App> KNOWN = List.of(
            new App("Google Authenticator", Set.of(HashAlgorithm.SHA1), Set.of(6), USUAL_PERIOD),
            new App("Microsoft Authenticator", Set.of(HashAlgorithm.SHA1), Set.of(6), USUAL_PERIOD),
            new App("FreeOTP", ALL_ALGORITHMS, Set.of(6, 7, 8), App.ANY_PERIOD),
            new App("Aegis", ALL_ALGORITHMS, Set.of(6, 8), USUAL_PERIOD),
            new App("Bitwarden", ALL_ALGORITHMS, Set.of(6, 8), USUAL_PERIOD));

    private AuthenticatorApps() {}

    /** Returns the names of the apps that are known to work with these parameters; may be empty. */
    static List<String> supporting(TotpParameters parameters) {
        return KNOWN.stream()
                .filter(app -> app.supports(parameters))
                .map(App::name)
                .toList();
    }

    private record App(String name, Set<HashAlgorithm> algorithms, Set<Integer> digits, Set<Duration> periods) {
        static final Set<Duration> ANY_PERIOD = Set.of();

        boolean supports(TotpParameters parameters) {
            return algorithms.contains(parameters.algorithm())
                    && digits.contains(parameters.digits())
                    && (periods.equals(ANY_PERIOD) || periods.contains(parameters.period()));
        }
    }
}
