package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TimeStep;
import io.verifytotp.keycloak.totp.Totp;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Gives a user's factors back to Keycloak's own OTP, which keeps their seeds in clear. Codes that were used stay used,
 * and a factor that takes no codes does not come free.
 */
public final class OtpRestoration {
    /** Of realms that look far back, only the last steps are marked. */
    private static final int MOST_MARKS = 100;

    private final KeycloakSession session;
    private final SeedSealer sealer;
    private final Instant now;
    private final boolean dryRun;

    public OtpRestoration(KeycloakSession session, SeedSealer sealer, Instant now, boolean dryRun) {
        this.session = session;
        this.sealer = sealer;
        this.now = now;
        this.dryRun = dryRun;
    }

    /**
     * State of a factor in the ledger.
     *
     * @param open false if the factor is locked or disabled
     * @param lastStep the last step whose code was used
     */
    public record Use(boolean open, Optional<TimeStep> lastStep) {}

    /** Returns by the id of each factor what keeps it here; empty for one that is Keycloak's now. */
    public Map<String, Optional<OtpObstacle>> carryOut(UserCredentials credentials, Function<FactorId, Use> uses) {
        Map<String, Optional<OtpObstacle>> results = new LinkedHashMap<>();
        for (TotpFactorCredentialModel model : credentials.ofOwner()) {
            results.put(
                    model.getId(),
                    model.toFactor(credentials.owner())
                            .map(factor -> restore(credentials, model, factor, uses.apply(factor.id())))
                            .orElse(Optional.of(OtpObstacle.UNREADABLE)));
        }
        return results;
    }

    private Optional<OtpObstacle> restore(UserCredentials credentials, CredentialModel model, Factor factor, Use use) {
        if (!use.open()) {
            return Optional.of(OtpObstacle.LOCKED);
        }
        Seed seed;
        try {
            seed = sealer.open(
                    credentials.owner(), factor.id(), factor.binding().seed());
        } catch (SeedUnavailableException e) {
            return Optional.of(OtpObstacle.NO_KEY);
        }
        if (!dryRun) {
            use.lastStep().ifPresent(last -> markUsed(factor, seed, last));
            credentials.update(otp(model, factor.binding().parameters(), seed));
        }
        return Optional.empty();
    }

    /** Marks the codes up to the last used step in Keycloak's store of such marks, as Keycloak does. */
    private void markUsed(Factor factor, Seed seed, TimeStep last) {
        TotpParameters parameters = factor.binding().parameters();
        int window = session.getContext().getRealm().getOTPPolicy().getLookAheadWindow();
        TimeStep first = TimeStep.at(now, parameters.period()).plus(-Math.min(window, MOST_MARKS));
        Duration memory = OtpFactors.memory(parameters.period(), window);
        Totp totp = new Totp(parameters);
        for (TimeStep step = first; step.compareTo(last) <= 0; step = step.plus(1)) {
            session.singleUseObjects()
                    .putIfAbsent(OtpFactors.mark(factor.id(), totp.codeAt(seed, step)), memory.toSeconds());
        }
    }

    private static CredentialModel otp(CredentialModel model, TotpParameters parameters, Seed seed) {
        boolean text = isText(seed.expose());
        CredentialModel otp = OTPCredentialModel.createTOTP(
                text ? new String(seed.expose(), StandardCharsets.US_ASCII) : seed.exposeBase32(),
                parameters.digits(),
                Math.toIntExact(parameters.period().toSeconds()),
                parameters.algorithm().macName(),
                text ? null : OTPCredentialModel.SecretEncoding.BASE32.name());
        otp.setId(model.getId());
        otp.setUserLabel(model.getUserLabel());
        otp.setCreatedDate(model.getCreatedDate());
        return otp;
    }

    /** Returns whether the seed is one of those that Keycloak makes: characters, kept as they are. */
    private static boolean isText(byte[] seed) {
        for (byte character : seed) {
            if (character <= ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }
}
