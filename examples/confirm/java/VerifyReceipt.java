import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Checks receipts of confirmed Challenges with Nimbus JOSE + JWT: who signed them, for whom, about which Challenge.
 *
 * <pre>java -cp 'target/dependency/*' VerifyReceipt.java &lt;issuer&gt; &lt;client id&gt; &lt;challenge&gt;</pre>
 * with a receipt in each line of the input.
 */
public final class VerifyReceipt {
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param challenge the id that you have stored with the order, not one from the receipt */
    public VerifyReceipt(String issuer, String audience, String challenge) throws Exception {
        var keys = JWKSourceBuilder.create(URI.create(issuer + "/protocol/openid-connect/certs").toURL()).build();
        var expected = new JWTClaimsSet.Builder().issuer(issuer).jwtID(challenge).build();
        var required = Set.of("iat", "sub", "factor", "details");
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("verify-totp-receipt+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.Family.SIGNATURE, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(audience, expected, required));
    }

    /** Returns what the receipt says, or throws. */
    public JWTClaimsSet verify(String receipt) throws Exception {
        return processor.process(receipt, null);
    }

    public static void main(String[] arguments) throws Exception {
        VerifyReceipt verifier = new VerifyReceipt(arguments[0], arguments[1], arguments[2]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String receipt = input.readLine(); receipt != null; receipt = input.readLine()) {
            try {
                System.out.println(verifier.verify(receipt));
            } catch (Exception e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
