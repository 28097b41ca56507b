package io.verifytotp.owlbank.verify;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.verifytotp.owlbank.BankProperties;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Fetches receipts, which Twilio's SDK does not know, and verifies them. */
@Component
public class Receipts {
    private final VerifyClient verify;
    private final String issuer;
    private final RestClient http;
    private final JWKSource<SecurityContext> keys;

    Receipts(VerifyClient verify, BankProperties bank, RestClient.Builder builder) throws MalformedURLException {
        this.verify = verify;
        issuer = bank.realm().toString();
        http = builder.baseUrl(issuer + "/verify-totp/v2")
                .defaultHeaders(headers -> headers.setBasicAuth(BankProperties.CLIENT_ID, bank.secret()))
                .build();
        keys = JWKSourceBuilder.create(
                        URI.create(issuer + "/protocol/openid-connect/certs").toURL())
                .build();
    }

    /** The receipt of an approved Challenge, as it came. Keycloak does not keep it. */
    public String fetch(String customer, String challenge) {
        return http.get()
                .uri(
                        "/Services/{service}/Entities/{customer}/Challenges/{challenge}/Receipt",
                        verify.service(),
                        customer,
                        challenge)
                .retrieve()
                .requiredBody(Answered.class)
                .receipt();
    }

    /**
     * What the receipt says, if the realm has signed it for this bank, this customer, this Challenge and this operation.
     *
     * @param shownBy who has shown the details: {@code keycloak} or {@code application}
     */
    public JWTClaimsSet verify(String receipt, String customer, String challenge, Operation operation, String shownBy)
            throws WrongReceipt {
        JWTClaimsSet expected = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(customer)
                .jwtID(challenge)
                .claim("shown_by", shownBy)
                .build();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("verify-totp-receipt+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.Family.SIGNATURE, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(BankProperties.CLIENT_ID, expected, Set.of("iat", "factor", "details")));
        try {
            JWTClaimsSet claims = processor.process(receipt, null);
            if (!operation.hasDetails(claims.getClaim("details"))) {
                throw new WrongReceipt("The receipt has other details", null);
            }
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new WrongReceipt("The receipt can't be verified", e);
        }
    }

    private record Answered(String receipt) {
        Answered {
            Objects.requireNonNull(receipt);
        }
    }

    /** Thrown for a receipt that is not about this operation, or not signed by the realm. */
    public static class WrongReceipt extends Exception {
        WrongReceipt(String message, Exception cause) {
            super(message, cause);
        }
    }
}
