package io.verifytotp.owlbank;

import com.twilio.exception.TwilioException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.client.RestClientException;

/** Says that Keycloak could not be asked. Nothing was executed then, and the customer can try again. */
@ControllerAdvice
class PageErrors {
    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    @ExceptionHandler({TwilioException.class, RestClientException.class})
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String keycloakDidNotAnswer(Exception cause) {
        LOG.warn("Keycloak could not be asked", cause);
        return "unavailable";
    }
}
