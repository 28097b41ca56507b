package io.verifytotp.owlbank.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Logs why a login was refused, and shows a page that does not say it. */
class LoginFailed implements AuthenticationFailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LoginFailed.class);

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        LOG.warn("A login was refused: {}", cause.getMessage());
        LOG.debug("The login was refused here", cause);
        response.sendRedirect("/login-failed");
    }
}
