package io.verifytotp.keycloak.login;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * The first post of a form, until its answer is certain: what Keycloak returned, and that it was committed. Enlisted to
 * learn the end of the request's transaction.
 */
final class FirstPost extends AbstractKeycloakTransaction {
    private static final List<String> REPEATED =
            List.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LANGUAGE);

    private final FormAnswers answers;
    private final FormAnswers.FormPost post;
    private final RecordingResponse recording;
    private Optional<Response> returned = Optional.empty();
    private boolean committed;

    FirstPost(FormAnswers answers, FormAnswers.FormPost post, RecordingResponse recording) {
        this.answers = answers;
        this.post = post;
        this.recording = recording;
    }

    /** Keycloak returns this; its transaction may end before or after. */
    synchronized void returns(ContainerResponseContext response) {
        Response.ResponseBuilder copy = Response.status(response.getStatus()).entity(response.getEntity());
        REPEATED.forEach(name ->
                Optional.ofNullable(response.getHeaderString(name)).ifPresent(value -> copy.header(name, value)));
        copy.cookie(recording.cookies().toArray(NewCookie[]::new));
        returned = Optional.of(copy.build());
        tellIfCertain();
    }

    @Override
    protected synchronized void commitImpl() {
        committed = true;
        tellIfCertain();
    }

    @Override
    protected synchronized void rollbackImpl() {
        answers.answered(post, Optional.empty());
    }

    private void tellIfCertain() {
        if (committed && returned.isPresent()) {
            answers.answered(post, returned);
        }
    }
}
