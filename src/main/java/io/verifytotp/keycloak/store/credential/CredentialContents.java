package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.verifytotp.keycloak.domain.factor.KeycloakOrigin;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * The readable parts of a stored credential of our type. Reading never throws: administrators and imports may store any
 * text under our type, and such a credential must not break the user's other factors, lists or the removal.
 *
 * @param factor empty if the credential's id is not a UUID as this extension writes them
 * @param service the Service that the factor belongs to
 * @param origin of a credential that was one of Keycloak's own OTP
 * @param settings empty if the algorithm or a number is missing or out of range
 */
record CredentialContents(
        Optional<FactorId> factor,
        Optional<ServiceId> service,
        Optional<Settings> settings,
        Optional<SealedSeed> seed,
        Optional<KeycloakOrigin> origin) {
    /** The factor's parameters, and the metadata that an API caller has attached to it. */
    record Settings(TotpParameters parameters, int skew, Optional<String> metadata) {}

    static CredentialContents of(CredentialModel stored) {
        JsonNode data = tree(stored.getCredentialData());
        return new CredentialContents(
                FactorId.ofKey(stored.getId()),
                text(data, "service").flatMap(ServiceId::ofKey),
                settings(data),
                text(tree(stored.getSecretData()), "seed").map(SealedSeed::new),
                origin(data));
    }

    private static Optional<KeycloakOrigin> origin(JsonNode data) {
        return number(data, "keycloakMemory").flatMap(memory -> Optional.of(data.path("adoptedAt"))
                .filter(JsonNode::isIntegralNumber)
                .map(time -> Instant.ofEpochMilli(time.longValue()))
                .map(time -> KeycloakOrigin.of(Duration.ofSeconds(memory)).adopted(time)));
    }

    boolean isComplete() {
        return factor.isPresent() && service.isPresent() && settings.isPresent() && seed.isPresent();
    }

    private static Optional<Settings> settings(JsonNode data) {
        Optional<Integer> skew = number(data, "skew").filter(steps -> steps >= 0 && steps <= StepWindow.MAX_SKEW);
        return skew.flatMap(steps -> parameters(data, HashAlgorithm::ofConfigName)
                .map(parameters -> new Settings(parameters, steps, text(data, "metadata"))));
    }

    /** Reads the parameters, with an algorithm that has a name of that kind; empty if one is missing or out of range. */
    static Optional<TotpParameters> parameters(JsonNode data, Function<String, Optional<HashAlgorithm>> named) {
        Optional<HashAlgorithm> algorithm = text(data, "algorithm").flatMap(named);
        Optional<Integer> digits = number(data, "digits");
        Optional<Integer> period = number(data, "period");
        if (algorithm.isEmpty() || digits.isEmpty() || period.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TotpParameters(algorithm.get(), digits.get(), Duration.ofSeconds(period.get())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // out of the range that TotpParameters accepts
        }
    }

    /** Parses JSON; returns a missing node if there is no text, or it is not JSON. */
    static JsonNode tree(String json) {
        if (json == null) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode node = JsonSerialization.readValue(json, JsonNode.class);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static Optional<String> text(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    static Optional<Integer> number(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isInt).map(JsonNode::intValue);
    }

    @Override
    public String toString() {
        return "CredentialContents[" + factor + "]";
    }
}
