package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * What a stored credential of our type holds, each part as far as it can be read. Reading never throws: who may create
 * or import users may store anything under our type, and such a credential must not take the user's other factors, the
 * lists and the removal with it.
 *
 * @param factor empty where the credential's id is no UUID as this extension writes them
 * @param service whose factor it is
 * @param settings how codes are made; empty where one of the numbers or the algorithm is missing or out of range
 * @param seed sealed
 */
record CredentialContents(
        Optional<FactorId> factor,
        Optional<ServiceId> service,
        Optional<Settings> settings,
        Optional<SealedSeed> seed) {

    /** How the factor's codes are made, and what a caller attached to it. */
    record Settings(TotpParameters parameters, int skew, Optional<String> metadata) {}

    static CredentialContents of(CredentialModel stored) {
        JsonNode data = tree(stored.getCredentialData());
        return new CredentialContents(
                FactorId.ofKey(stored.getId()),
                text(data, "service").flatMap(ServiceId::ofKey),
                settings(data),
                text(tree(stored.getSecretData()), "seed").map(SealedSeed::new));
    }

    /** Whether there is all that it takes to verify a code. */
    boolean isComplete() {
        return factor.isPresent() && service.isPresent() && settings.isPresent() && seed.isPresent();
    }

    private static Optional<Settings> settings(JsonNode data) {
        Optional<HashAlgorithm> algorithm = text(data, "algorithm").flatMap(HashAlgorithm::ofConfigName);
        Optional<Integer> digits = number(data, "digits");
        Optional<Integer> period = number(data, "period");
        Optional<Integer> skew = number(data, "skew").filter(steps -> steps >= 0 && steps <= StepWindow.MAX_SKEW);
        if (algorithm.isEmpty() || digits.isEmpty() || period.isEmpty() || skew.isEmpty()) {
            return Optional.empty();
        }
        try {
            TotpParameters parameters =
                    new TotpParameters(algorithm.get(), digits.get(), Duration.ofSeconds(period.get()));
            return Optional.of(new Settings(parameters, skew.get(), text(data, "metadata")));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // out of the range that TotpParameters takes
        }
    }

    /** Nothing, where there is no text, none that is JSON, or none that is an object. */
    private static JsonNode tree(String json) {
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

    private static Optional<String> text(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static Optional<Integer> number(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isInt).map(JsonNode::intValue);
    }

    @Override
    public String toString() {
        return "CredentialContents[" + factor + "]";
    }
}
