package io.verifytotp.owlbank.login;

import io.verifytotp.owlbank.BankProperties;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.web.SecurityFilterChain;

/** The login with Keycloak, and who may see which page. */
@Configuration
class PageSecurity {
    private static final String HELPDESK = "helpdesk";

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            KeycloakRequests requests,
            BackToThePage backToThePage,
            ClientRegistrationRepository clients,
            BankProperties bank)
            throws Exception {
        OidcClientInitiatedLogoutSuccessHandler logout = new OidcClientInitiatedLogoutSuccessHandler(clients);
        logout.setPostLogoutRedirectUri("{baseUrl}/");
        return http.authorizeHttpRequests(
                        pages -> pages.requestMatchers("/", "/bank.css", "/owl.svg", "/error", "/login-failed")
                                .permitAll()
                                .requestMatchers("/helpdesk/**")
                                .hasRole(HELPDESK)
                                .anyRequest()
                                .authenticated())
                .oauth2Login(login -> login.authorizationEndpoint(to -> to.authorizationRequestResolver(requests))
                        .successHandler(backToThePage)
                        .failureHandler(new LoginFailed()))
                .logout(out -> out.logoutSuccessHandler(logout))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(policy(bank))))
                .build();
    }

    /** Forms may lead to Keycloak, because browsers apply {@code form-action} to the redirect after a form as well. */
    private static String policy(BankProperties bank) {
        return "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' "
                + bank.realm().resolve("/");
    }

    /** The realm roles, which the client's mapper puts into the ID token as {@code roles}. */
    @Bean
    GrantedAuthoritiesMapper rolesOfTheIdToken() {
        return authorities -> authorities.stream().flatMap(PageSecurity::roles).collect(Collectors.toSet());
    }

    private static Stream<GrantedAuthority> roles(GrantedAuthority authority) {
        Collection<String> roles =
                authority instanceof OidcUserAuthority oidc ? oidc.getIdToken().getClaimAsStringList("roles") : null;
        return (roles == null ? List.<String>of() : roles)
                .stream().filter(Set.of(HELPDESK)::contains).map(role -> new SimpleGrantedAuthority("ROLE_" + role));
    }

    /** Spring's checks of the ID token, with this bank's clock skew. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens(BankProperties bank) {
        OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
        decoders.setJwtValidatorFactory(client -> {
            OidcIdTokenValidator validator = new OidcIdTokenValidator(client);
            validator.setClockSkew(bank.clockSkew());
            return new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(bank.clockSkew()), validator);
        });
        return decoders;
    }
}
