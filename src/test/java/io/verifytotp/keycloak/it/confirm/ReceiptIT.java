package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Receipts of approved challenges: what they say, who gets them, and by which key they are signed. */
class ReceiptIT {
    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private static final TestRealm realm = bank.realm();

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());

    @Test
    void saysWhoApprovedWhatAndWhen() throws ParseException {
        String challenge = bank.transfer(factor);
        String code = factor.freshCode();
        Instant before = factor.clock().now();
        assertThat(bank.visit(factor, challenge).confirm(code).actionStatus()).isEqualTo("success");

        JWSObject receipt = JWSObject.parse(receipt(challenge));

        assertThat(receipt.getHeader().getType().getType()).isEqualTo("verify-totp-receipt+jwt");
        assertThat(receipt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        JsonNode claims = Json.parse(receipt.getPayload().toString());
        assertThat(claims.get("iss").asText()).isEqualTo(realm.uri("").toString());
        assertThat(claims.get("aud").asText()).isEqualTo(bank.backend().id());
        assertThat(claims.get("sub").asText()).isEqualTo(factor.user().id());
        assertThat(claims.get("jti").asText()).isEqualTo(challenge);
        assertThat(claims.get("factor").asText()).isEqualTo(factor.sid());
        assertThat(claims.get("shown_by").asText()).isEqualTo("keycloak");
        assertThat(Instant.ofEpochSecond(claims.get("iat").asLong()))
                .isBetween(before.minusSeconds(1), factor.clock().now());
        assertThat(claims.get("details"))
                .isEqualTo(
                        Json.parse("{\"message\":\"Transfer money?\",\"fields\":[{\"label\":\"To\",\"value\":\"Bob\"},"
                                + "{\"label\":\"Amount\",\"value\":\"100 EUR\"}]}"));
        assertThat(claims.size()).as("and nothing hidden").isEqualTo(8);
    }

    @Test
    void saysThatTheApplicationShowedTheDetailsIfTheCodeCameOverTheApi() throws ParseException {
        String challenge = approved();

        JsonNode claims =
                Json.parse(JWSObject.parse(receipt(challenge)).getPayload().toString());

        assertThat(claims.get("shown_by").asText()).isEqualTo("application");
    }

    @Test
    void isThereForApprovedChallengesWithDetailsOnly() {
        String pending = bank.transfer(factor);
        String denied = bank.transfer(factor);
        bank.visit(factor, denied).decline();
        String bare = factor.challengeWith("AuthPayload", factor.freshCode()).sid();
        String approved = approved();

        for (String none : List.of(pending, denied, bare, "YC" + "0".repeat(32), "YC")) {
            fetch(bank.manager(), none).expectError(404, 20404);
            fetch(bank.backend().api(), none).expectError(404, 20404);
        }
        factor.advance(Duration.ofHours(2));
        fetch(bank.manager(), pending).expectError(404, 20404);
        assertThat(receipt(approved)).isNotEmpty();
    }

    @Test
    void isForTheClientThatOpenedTheChallengeOrForManagers() {
        String challenge = approved();

        fetch(realm.api(ApiRole.CHALLENGE), challenge).expectError(404, 20404);
        fetch(realm.api(ApiRole.VIEW), challenge).expectError(403, 20403);
        fetch(realm.api(ApiRole.HELPDESK), challenge).expectError(403, 20403);
        fetch(realm.api(), challenge).expectError(403, 20403);
        fetch(VerifyApi.of(realm), challenge).expectError(401, 20003);
        fetch(bank.manager(), challenge).expect(200);
        fetch(bank.backend().bearer(), challenge).expect(200);
    }

    @Test
    void staysAfterTheClientIsGone() throws ParseException {
        ApiClient gone = ApiClientBuilder.aClient().roles(ApiRole.CHALLENGE).createIn(realm);
        String challenge = bank.transfer(factor.as(gone.api()));
        factor.answer(challenge, factor.freshCode()).expect(200);
        realm.admin().delete(realm.path("/clients/" + gone.uuid())).expect(204);

        String receipt = fetch(bank.manager(), challenge).expect(200).field("receipt");

        assertThat(Json.parse(JWSObject.parse(receipt).getPayload().toString())
                        .get("aud")
                        .asText())
                .isEqualTo(gone.uuid());
    }

    @Test
    void isSignedByTheRealmsAlgorithmIfThatIsAsymmetricAndHasAKey() throws ParseException {
        try (ConfirmRealm other = ConfirmRealm.on(SharedKeycloak.get())) {
            Keys keys = new Keys(other.realm());
            keys.add("rsa-generated", Map.of("algorithm", "PS512", "priority", "50"));
            keys.add("eddsa-generated", Map.of("eddsaEllipticCurveKey", "Ed25519", "priority", "50"));
            ApiFactor own = other.customer("signer");
            String challenge = other.transfer(own);
            own.answer(challenge, own.freshCode()).expect(200);
            List<String> receipts = new ArrayList<>();
            List<String> algorithms = new ArrayList<>();
            for (String preferred : List.of("ES256", "PS512", "EdDSA", "HS512", "ES512")) {
                keys.prefer(preferred);
                String receipt = own.api()
                        .get(own.challenge(challenge) + "/Receipt")
                        .expect(200)
                        .field("receipt");
                receipts.add(receipt);
                algorithms.add(
                        JWSObject.parse(receipt).getHeader().getAlgorithm().getName());
            }

            assertThat(algorithms).containsExactly("ES256", "PS512", "EdDSA", "ES256", "ES256");
            assertThat(Samples.JAVASCRIPT.verify(
                            other.realm().uri("").toString(), other.backend().id(), challenge, receipts))
                    .hasSize(5)
                    .allMatch(said -> said.contains(challenge));
        }
    }

    @Test
    void needsAKeyOfAnAsymmetricAlgorithm() throws ParseException {
        try (ConfirmRealm other = ConfirmRealm.on(SharedKeycloak.get())) {
            ApiFactor own = other.customer("signer");
            String challenge = other.transfer(own);
            own.answer(challenge, own.freshCode()).expect(200);
            Keys keys = new Keys(other.realm());
            keys.disableAll();
            keys.add("hmac-generated", Map.of("algorithm", "HS256", "priority", "50"));

            own.api().get(own.challenge(challenge) + "/Receipt").expectError(503, 20503);

            keys.add("rsa-generated", Map.of("algorithm", "RS256", "priority", "50"));
            String receipt = own.api()
                    .get(own.challenge(challenge) + "/Receipt")
                    .expect(200)
                    .field("receipt");
            assertThat(JWSObject.parse(receipt).getHeader().getAlgorithm().getName())
                    .isEqualTo("RS256");
        }
    }

    @Test
    void verifiesAfterARotationWhileTheRealmPublishesTheKey() throws ParseException {
        try (ConfirmRealm other = ConfirmRealm.on(SharedKeycloak.get())) {
            ApiFactor own = other.customer("rotator");
            String challenge = other.transfer(own);
            own.answer(challenge, own.freshCode()).expect(200);
            String path = own.challenge(challenge) + "/Receipt";
            String old = own.api().get(path).expect(200).field("receipt");
            Keys keys = new Keys(other.realm());
            keys.add("ecdsa-generated", Map.of("ecdsaEllipticCurveKey", "P-256", "priority", "500"));

            String renewed = own.api().get(path).expect(200).field("receipt");

            assertThat(JWSObject.parse(renewed).getHeader().getKeyID())
                    .isNotEqualTo(JWSObject.parse(old).getHeader().getKeyID());
            assertThat(verify(other, challenge, old, renewed)).allMatch(said -> said.contains(challenge));
            keys.remove(JWSObject.parse(old).getHeader().getKeyID());
            assertThat(verify(other, challenge, old)).allMatch(said -> said.startsWith("refused"));
            assertThat(verify(other, challenge, renewed)).allMatch(said -> said.contains(challenge));
        }
    }

    @Test
    void isNoToken() {
        String receipt = receipt(approved());

        Reply userInfo = Reply.of(Http.send(Http.request(realm.uri("/protocol/openid-connect/userinfo"))
                .header("Authorization", "Bearer " + receipt)));

        assertThat(userInfo.status()).isEqualTo(401);
        VerifyApi.of(realm).bearer(receipt).get("/Services").expectError(401, 20003);
    }

    private static List<String> verify(ConfirmRealm other, String challenge, String... receipts) {
        return Samples.JAVA.verify(
                other.realm().uri("").toString(), other.backend().id(), challenge, List.of(receipts));
    }

    private String approved() {
        String challenge = bank.transfer(factor);
        factor.answer(challenge, factor.freshCode()).expect(200);
        return challenge;
    }

    private String receipt(String challenge) {
        return fetch(bank.backend().api(), challenge).expect(200).field("receipt");
    }

    private ApiReply fetch(VerifyApi caller, String challenge) {
        return caller.get(factor.challenge(challenge) + "/Receipt");
    }
}
