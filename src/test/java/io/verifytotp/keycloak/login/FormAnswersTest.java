package io.verifytotp.keycloak.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.login.FormAnswers.FormPost;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FormAnswersTest {
    private static final FormPost POST =
            new FormPost("https://id.example.org/login?session_code=a", "AUTH_SESSION_ID=b");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final FormAnswers answers = new FormAnswers(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });

    @Test
    void oneOfTwoEqualPostsIsTheFirst() {
        assertThat(answers.isFirst(POST)).isTrue();
        assertThat(answers.isFirst(POST)).isFalse();
    }

    @Test
    void otherCookiesOrAnotherAddressAreAnotherPost() {
        answers.isFirst(POST);

        assertThat(answers.isFirst(new FormPost(POST.address(), "AUTH_SESSION_ID=c")))
                .isTrue();
        assertThat(answers.isFirst(new FormPost(POST.address() + "x", POST.cookies())))
                .isTrue();
    }

    @Test
    void aFirstPostThatFailsHasNoAnswerToRepeat() {
        answers.isFirst(POST);
        answers.answered(POST, Optional.empty());

        assertThat(answers.awaitAnswer(POST)).isEmpty();
    }

    @Test
    void postsAreForgottenAfterTenSeconds() {
        answers.isFirst(POST);

        now.set(now.get().plusMillis(9_999));
        assertThat(answers.isFirst(POST)).isFalse();
        now.set(now.get().plusMillis(1));
        assertThat(answers.isFirst(POST)).isTrue();
    }
}
