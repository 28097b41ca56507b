package io.verifytotp.owlbank.stepup;

import io.verifytotp.owlbank.BankProperties;
import io.verifytotp.owlbank.login.KeycloakRequests;
import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The website as a client of the bank's API: it sends the customer's token, and where the API wants a newer login with a
 * code, it sends the customer to Keycloak for one.
 */
@Controller
class StepUpController {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final RestClient api;
    private final KeycloakRequests keycloak;

    StepUpController(RestClient.Builder http, BankProperties bank, KeycloakRequests keycloak) {
        this.api = http.baseUrl(bank.api().toString()).build();
        this.keycloak = keycloak;
    }

    @PostMapping("/transfers/{id}/step-up")
    String execute(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean again,
            @RegisteredOAuth2AuthorizedClient(BankProperties.CLIENT_ID) OAuth2AuthorizedClient client,
            HttpSession session,
            RedirectAttributes message) {
        String page = "/transfers/" + id;
        try {
            api.put()
                    .uri("/transfers/{id}/execution", id)
                    .headers(headers ->
                            headers.setBearerAuth(client.getAccessToken().getTokenValue()))
                    .retrieve()
                    .toBodilessEntity();
            return "redirect:" + page;
        } catch (HttpClientErrorException refused) {
            Map<String, String> wanted = wanted(refused);
            if (wanted.containsKey("acr_values") && again) {
                message.addFlashAttribute("noLevels", true);
                return "redirect:" + page;
            } else if (wanted.containsKey("acr_values")) {
                return keycloak.redirect(session, wanted, page + "?back");
            } else if (refused.getStatusCode().isSameCodeAs(HttpStatus.CONFLICT)) {
                message.addFlashAttribute("error", "The balance is too small for this transfer. Nothing was sent.");
                return "redirect:/account";
            }
            throw refused;
        }
    }

    /** What the API wants of the login: {@code acr_values} and {@code max_age}, as RFC 9470 names them. */
    private static Map<String, String> wanted(HttpClientErrorException refused) {
        HttpHeaders headers = refused.getResponseHeaders();
        String header = headers == null ? null : headers.getFirst(HttpHeaders.WWW_AUTHENTICATE);
        Map<String, String> all = new LinkedHashMap<>();
        if (header != null) {
            Matcher parameter = PARAMETER.matcher(header);
            while (parameter.find()) {
                all.put(parameter.group(1), parameter.group(2));
            }
        }
        boolean stepUp = "insufficient_user_authentication".equals(all.get("error"));
        all.keySet().retainAll(stepUp ? Set.of("acr_values", "max_age") : Set.of());
        return all;
    }
}
