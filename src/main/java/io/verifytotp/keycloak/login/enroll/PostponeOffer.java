package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.UtcText;
import io.verifytotp.keycloak.domain.service.Grace;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long enrollment may be postponed, in the user's language. Public because page templates read it. */
public final class PostponeOffer {
    private final Grace.Remaining remaining;
    private final Locale locale;
    private final Optional<String> times;

    /**
     * @param times how many times are left, as a sentence. In 26.4 a template can't make it: FreeMarker passes its own
     *     numbers to the message, and a choice format does not accept these
     */
    public PostponeOffer(Grace.Remaining remaining, Locale locale, Optional<String> times) {
        this.remaining = remaining;
        this.locale = locale;
        this.times = times;
    }

    /** Returns the last day as the user's language writes it; {@code null} without a deadline. */
    public @Nullable String getUntil() {
        return remaining.until().map(end -> UtcText.date(end, locale)).orElse(null);
    }

    public @Nullable String getTimes() {
        return times.orElse(null);
    }
}
