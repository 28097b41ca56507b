package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Services with the defaults of the design, unless a test says otherwise. */
public final class ServiceBuilder {
    private static final String REALM = "realm-1";

    private HashAlgorithm algorithm = HashAlgorithm.SHA1;
    private int digits = 6;
    private int skew = 1;
    private int maxFactors = 1;
    private Budgets budgets = BudgetsBuilder.defaults().build();

    private boolean adoptsKeycloakOtp;
    private Grace grace = Grace.NONE;
    private Duration challengeLifetime = Duration.ofMinutes(5);

    private ServiceBuilder() {}

    public static ServiceBuilder aService() {
        return new ServiceBuilder();
    }

    public ServiceBuilder withAlgorithm(HashAlgorithm value) {
        algorithm = value;
        return this;
    }

    public ServiceBuilder withDigits(int value) {
        digits = value;
        return this;
    }

    public ServiceBuilder withSkew(int value) {
        skew = value;
        return this;
    }

    public ServiceBuilder withChallengeLifetime(Duration value) {
        challengeLifetime = value;
        return this;
    }

    public ServiceBuilder withMaxFactors(int value) {
        maxFactors = value;
        return this;
    }

    public ServiceBuilder with(BudgetsBuilder value) {
        budgets = value.build();
        return this;
    }

    public ServiceBuilder withGrace(int days, int skips) {
        grace = new Grace(days, skips);
        return this;
    }

    public ServiceBuilder adoptingKeycloakOtp() {
        adoptsKeycloakOtp = true;
        return this;
    }

    public Service build() {
        ServicePolicy policy = new ServicePolicy(
                "Owl Bank",
                new TotpParameters(algorithm, digits, Duration.ofSeconds(30)),
                skew,
                Optional.empty(),
                maxFactors,
                budgets,
                challengeLifetime,
                Duration.ofDays(30),
                Duration.ofHours(1),
                grace,
                false,
                adoptsKeycloakOtp,
                Set.of());
        return new Service(ServiceId.defaultOf(REALM), REALM, policy);
    }
}
