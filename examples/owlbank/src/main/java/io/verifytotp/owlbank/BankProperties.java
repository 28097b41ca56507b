package io.verifytotp.owlbank;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings below {@code owlbank} in application.yaml.
 *
 * @param realm address of the realm, which is also the issuer of its tokens and receipts
 * @param limit transfers up to this amount need no confirmation
 * @param api where this bank's own API is reached
 * @param secret of the client {@code owlbank}
 * @param clockSkew how far Keycloak's clock may be ahead of the bank's
 */
@ConfigurationProperties("owlbank")
public record BankProperties(URI realm, BigDecimal limit, URI api, String secret, Duration clockSkew) {
    /** The client that customers log in through, and that opens Challenges. */
    public static final String CLIENT_ID = "owlbank";
}
