package io.verifytotp.owlbank.factors;

import com.twilio.rest.verify.v2.service.entity.Factor;
import io.verifytotp.owlbank.NotFound;
import io.verifytotp.owlbank.login.KeycloakRequests;
import io.verifytotp.owlbank.verify.VerifyClient;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The customer's authenticator app. Keycloak sets it up, replaces and removes it, and asks for a code before. */
@Controller
@RequestMapping("/security")
class SecurityController {
    private static final String PAGE = "/security";

    private final VerifyClient verify;
    private final KeycloakRequests keycloak;

    SecurityController(VerifyClient verify, KeycloakRequests keycloak) {
        this.verify = verify;
        this.keycloak = keycloak;
    }

    @GetMapping
    String show(@AuthenticationPrincipal OidcUser customer, Model page) {
        page.addAttribute("factors", verified(customer));
        return "security";
    }

    /** Sets up a first app, or one in the place of the present one. */
    @PostMapping("/app")
    String setUp(HttpSession session) {
        return keycloak.redirect(session, Map.of("kc_action", "verify-totp-enroll"), PAGE);
    }

    @PostMapping("/app/{factor}/remove")
    String remove(@PathVariable String factor, @AuthenticationPrincipal OidcUser customer, HttpSession session) {
        if (verified(customer).stream().noneMatch(each -> each.getSid().equals(factor))) {
            throw new NotFound();
        }
        return keycloak.redirect(session, Map.of("kc_action", "delete_credential:" + credential(factor)), PAGE);
    }

    private List<Factor> verified(OidcUser customer) {
        return verify.factors(customer.getSubject()).stream()
                .filter(factor -> factor.getStatus() == Factor.FactorStatuses.VERIFIED)
                .toList();
    }

    /** Keycloak's id of the credential is the UUID in the Factor's id. */
    private static UUID credential(String factor) {
        return UUID.fromString(factor.substring(2).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }
}
