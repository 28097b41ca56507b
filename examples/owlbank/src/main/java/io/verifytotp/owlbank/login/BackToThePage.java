package io.verifytotp.owlbank.login;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** Shows the page that sent the browser to Keycloak, or the one that needed the login. */
@Component
class BackToThePage extends SavedRequestAwareAuthenticationSuccessHandler {
    private final KeycloakRequests requests;

    BackToThePage(KeycloakRequests requests) {
        super();
        this.requests = requests;
        setDefaultTargetUrl("/account");
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        String back = requests.back(request);
        if (back == null) {
            super.onAuthenticationSuccess(request, response, authentication);
        } else {
            getRedirectStrategy().sendRedirect(request, response, back);
        }
    }
}
