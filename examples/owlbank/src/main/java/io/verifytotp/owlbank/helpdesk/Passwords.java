package io.verifytotp.owlbank.helpdesk;

import io.verifytotp.owlbank.BankProperties;
import java.security.SecureRandom;
import java.util.Map;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Sets passwords with Keycloak's Admin REST API, by a client of its own, which may manage users. */
@Component
class Passwords {
    private static final String CLIENT = "helpdesk";

    /** Letters and digits that nobody takes for others on the telephone. */
    private static final String CHARACTERS = "abcdefghkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 16;

    private final SecureRandom random = new SecureRandom();
    private final RestClient admin;

    Passwords(
            BankProperties bank,
            RestClient.Builder http,
            ClientRegistrationRepository clients,
            OAuth2AuthorizedClientService tokens) {
        var interceptor = new OAuth2ClientHttpRequestInterceptor(
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(clients, tokens));
        interceptor.setClientRegistrationIdResolver(request -> CLIENT);
        // The token is the bank's own, whichever employee is logged in.
        interceptor.setPrincipalResolver(request ->
                new AnonymousAuthenticationToken(CLIENT, CLIENT, AuthorityUtils.createAuthorityList("ROLE_BANK")));
        admin = http.baseUrl(bank.realm().toString().replace("/realms/", "/admin/realms/"))
                .requestInterceptor(interceptor)
                .build();
    }

    /** Gives the user a random password, which Keycloak lets the user change at the next login, and ends the sessions. */
    String reset(String user) {
        String password = random();
        admin.put()
                .uri("/users/{user}/reset-password", user)
                .body(Map.of("type", "password", "value", password, "temporary", true))
                .retrieve()
                .toBodilessEntity();
        admin.post().uri("/users/{user}/logout", user).retrieve().toBodilessEntity();
        return password;
    }

    private String random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return password.toString();
    }
}
