package io.verifytotp.owlbank.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Map;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/**
 * Sends the browser to Keycloak with parameters such as {@code kc_action} or {@code max_age}, and back to the page that
 * it came from. They are kept in the session, not in an address: only the bank decides what a customer is asked.
 */
@Component
public class KeycloakRequests implements OAuth2AuthorizationRequestResolver {
    private static final String NEXT = "next request to Keycloak";
    private static final String BACK = "back from Keycloak: ";

    private final DefaultOAuth2AuthorizationRequestResolver spring;

    KeycloakRequests(ClientRegistrationRepository clients) {
        spring = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
        spring.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    }

    /** The view that a controller returns to send the browser to Keycloak and then to {@code back}. */
    public String redirect(HttpSession session, Map<String, String> parameters, String back) {
        session.setAttribute(NEXT, new Next(Map.copyOf(parameters), back));
        return "redirect:/oauth2/authorization/owlbank";
    }

    /** The page to show after the answer to the request with this {@code state}, or null. */
    String back(HttpServletRequest answer) {
        return (String) take(answer.getSession(), BACK + answer.getParameter("state"));
    }

    @Override
    public OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return with(request, spring.resolve(request));
    }

    @Override
    public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return with(request, spring.resolve(request, registration));
    }

    private static OAuth2AuthorizationRequest with(HttpServletRequest request, OAuth2AuthorizationRequest resolved) {
        Next next = resolved == null ? null : (Next) take(request.getSession(), NEXT);
        if (next == null) {
            return resolved;
        }
        request.getSession().setAttribute(BACK + resolved.getState(), next.back());
        return OAuth2AuthorizationRequest.from(resolved)
                .additionalParameters(parameters -> parameters.putAll(next.parameters()))
                .build();
    }

    private static Object take(HttpSession session, String name) {
        Object value = session.getAttribute(name);
        session.removeAttribute(name);
        return value;
    }

    private record Next(Map<String, String> parameters, String back) implements Serializable {}
}
