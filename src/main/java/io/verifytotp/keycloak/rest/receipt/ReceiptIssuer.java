package io.verifytotp.keycloak.rest.receipt;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** Issues receipts, signed with an active key of the realm whose public half the realm publishes. */
public final class ReceiptIssuer {
    private static final Logger LOG = Logger.getLogger(ReceiptIssuer.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    public ReceiptIssuer(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Returns the receipt of a challenge as a compact JWS; empty, which is logged, if the realm has no key for an
     * asymmetric algorithm.
     *
     * @param opener internal id of the client that opened the challenge
     */
    public Optional<String> issue(Challenge challenge, String opener, Instant approvedAt, ShownDetails details) {
        Receipt receipt = new Receipt(issuer(), clientId(opener), challenge, approvedAt, details);
        Optional<String> signed = key().map(key -> sign(receipt, key));
        if (signed.isEmpty()) {
            LOG.errorf(
                    "Realm %s has no active key for an asymmetric signature algorithm, so it can't sign receipts. Add a"
                            + " key provider to the realm, such as rsa-generated.",
                    realm.getName());
        }
        return signed;
    }

    private String sign(Receipt receipt, KeyWrapper key) {
        SignatureProvider provider = session.getProvider(SignatureProvider.class, key.getAlgorithmOrDefault());
        return new JWSBuilder().type(Receipt.TYPE).jsonContent(receipt.claims()).sign(provider.signer(key));
    }

    private String issuer() {
        return Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName());
    }

    /** Returns the client id of a client of the realm, or of that of administrators; its internal id if it is gone. */
    private String clientId(String id) {
        return Stream.of(realm, session.realms().getRealmByName(Config.getAdminRealm()))
                .flatMap(home -> Optional.ofNullable(home.getClientById(id)).stream())
                .map(ClientModel::getClientId)
                .findFirst()
                .orElse(id);
    }

    /** Returns the key for the realm's own algorithm, or else that of the highest priority. Creates none. */
    private Optional<KeyWrapper> key() {
        List<KeyWrapper> keys =
                session.keys().getKeysStream(realm).filter(this::signs).toList();
        String preferred = preferred(realm.getDefaultSignatureAlgorithm());
        return keys.stream()
                .filter(key -> preferred.equals(key.getAlgorithmOrDefault()))
                .findFirst()
                .or(() -> keys.stream().findFirst());
    }

    private static String preferred(@Nullable String algorithm) {
        return algorithm == null || algorithm.isEmpty() ? Constants.DEFAULT_SIGNATURE_ALGORITHM : algorithm;
    }

    private boolean signs(KeyWrapper key) {
        return key.getStatus().isActive()
                && key.getUse() == KeyUse.SIG
                && key.getPrivateKey() != null
                && isAsymmetric(key.getAlgorithmOrDefault());
    }

    private boolean isAsymmetric(String algorithm) {
        SignatureProvider provider = session.getProvider(SignatureProvider.class, algorithm);
        return provider != null && provider.isAsymmetricAlgorithm();
    }
}
