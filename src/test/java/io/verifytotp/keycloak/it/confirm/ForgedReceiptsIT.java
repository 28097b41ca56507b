package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample programs take a receipt as it is, and nothing else for one. */
class ForgedReceiptsIT {
    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    @AutoClose
    private static final ConfirmRealm other = ConfirmRealm.on(SharedKeycloak.get());

    private static String challenge;
    private static String receipt;
    private static List<String> forged;

    @BeforeAll
    static void forge() throws JOSEException, ParseException {
        ApiFactor factor = bank.customer("customer");
        challenge = approved(bank, factor);
        receipt = receipt(factor, challenge);
        forged = new ArrayList<>(changed(receipt));
        forged.addAll(unsigned());
        forged.addAll(signedByOthers());
        ApiFactor stranger = other.customer("stranger");
        forged.add(receipt(stranger, approved(other, stranger)));
        forged.add(receipt(factor, approved(bank, factor))); // of another challenge
        ApiClient backend = ApiClientBuilder.aClient().roles(ApiRole.CHALLENGE).createIn(bank.realm());
        ApiFactor elsewhere = factor.as(backend.api());
        forged.add(receipt(elsewhere, approved(bank, elsewhere))); // for another audience
        forged.add(bank.backend().token());
        forged.addAll(List.of("", ".", "..", "x", receipt + ".", receipt + receipt, " " + receipt.substring(1)));
    }

    @ParameterizedTest
    @EnumSource(Samples.class)
    void areRefused(Samples sample) {
        List<String> all = new ArrayList<>(forged);
        all.add(receipt);

        List<String> said =
                sample.verify(bank.realm().uri("").toString(), bank.backend().id(), challenge, all);

        assertThat(said).hasSameSizeAs(all);
        assertThat(said.subList(0, forged.size())).allMatch(answer -> answer.startsWith("refused"));
        assertThat(said.get(forged.size())).contains(challenge, "100 EUR");
        assertThat(forged.size()).isGreaterThan(500);
    }

    /** One bit of each byte of header, claims and signature, one after the other. */
    private static List<String> changed(String receipt) {
        List<String> changed = new ArrayList<>();
        String[] parts = receipt.split("\\.", -1);
        for (int part = 0; part < parts.length; part++) {
            byte[] bytes = new Base64URL(parts[part]).decode();
            for (int i = 0; i < bytes.length; i++) {
                byte[] copy = bytes.clone();
                copy[i] ^= (byte) (1 << (i % 8));
                String[] with = parts.clone();
                with[part] = Base64URL.encode(copy).toString();
                changed.add(String.join(".", with));
            }
        }
        return changed;
    }

    private static List<String> unsigned() {
        String[] parts = receipt.split("\\.", -1);
        List<String> unsigned = new ArrayList<>();
        for (String algorithm : List.of("none", "None", "NONE", "")) {
            Base64URL header = Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"verify-totp-receipt+jwt\"}");
            unsigned.add(header + "." + parts[1] + ".");
            unsigned.add(header + "." + parts[1] + "." + parts[2]);
        }
        unsigned.add(parts[0] + "." + parts[1] + ".");
        return unsigned;
    }

    private static List<String> signedByOthers() throws JOSEException, ParseException {
        JWSObject genuine = JWSObject.parse(receipt);
        RSAKey own = new RSAKeyGenerator(2048).generate();
        String published = Http.send(Http.request(bank.realm().uri("/protocol/openid-connect/certs")))
                .body();
        return List.of(
                signed(genuine, JWSAlgorithm.RS256, new RSASSASigner(own)),
                signed(genuine, JWSAlgorithm.PS256, new RSASSASigner(own)),
                // The public key taken for a shared secret.
                signed(genuine, JWSAlgorithm.HS256, new MACSigner(published.getBytes(StandardCharsets.UTF_8))));
    }

    private static String signed(JWSObject genuine, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(genuine.getHeader().getType())
                .keyID(genuine.getHeader().getKeyID())
                .build();
        JWSObject forgery = new JWSObject(header, genuine.getPayload());
        forgery.sign(signer);
        return forgery.serialize();
    }

    private static String approved(ConfirmRealm realm, ApiFactor factor) {
        String opened = realm.transfer(factor);
        factor.answer(opened, factor.freshCode()).expect(200);
        return opened;
    }

    private static String receipt(ApiFactor factor, String opened) {
        return factor.api()
                .get(factor.challenge(opened) + "/Receipt")
                .expect(200)
                .field("receipt");
    }
}
