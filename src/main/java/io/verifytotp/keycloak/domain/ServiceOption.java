package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.List;
import java.util.Optional;

/**
 * An option of a Service: its key in the configuration, what an administrator reads about it, its default and its
 * range. The admin console's form, the check on saving and the reading at run time all come from here.
 */
public enum ServiceOption {
    ISSUER("issuer", "Issuer", "", OptionKind.text(64), """
            The name that authenticator apps show for this realm. Without a colon. Empty: the realm's display name, \
            else its name."""),
    ALGORITHM("algorithm", "Algorithm", "sha1", OptionKind.choice("sha1", "sha256", "sha512"), """
            Hash function of new factors. Several widely used apps understand SHA-1 only and show wrong codes for \
            the others without saying so."""),
    CODE_LENGTH("codeLength", "Code length", "6", OptionKind.number(6, 8), """
            Digits of a code of new factors."""),
    TIME_STEP("timeStep", "Time step (seconds)", "30", OptionKind.number(20, 60), """
            How long new factors show one code. Most apps know 30 only."""),
    SKEW("skew", "Skew (time steps)", "1", OptionKind.number(0, 2), """
            How many time steps before and after the current one new factors accept. It bears with clocks that \
            differ and with slow typing; 0 is the strictest."""),
    IMAGE("image", "Image URL", "", OptionKind.httpsUrl(256), """
            Address of a picture that some apps show beside the code. The phone fetches it from there."""),
    MAX_FACTORS("maxFactors", "Factors per user", "1", OptionKind.number(1, 100), """
            With 1, enrolling again replaces the old factor once the new one is verified."""),
    ATTEMPTS_PER_CHALLENGE("attemptsPerChallenge", "Attempts per challenge", "5", OptionKind.number(1, 20), """
            Wrong codes that one challenge takes."""),
    LOCK_AFTER("lockAfter", "Lock after", "5", OptionKind.number(1, 20), """
            Consecutive wrong codes after which a factor is locked for 30 seconds; each further one doubles the \
            time, up to an hour."""),
    DISABLE_AFTER("disableAfter", "Disable after", "100", OptionKind.number(20, 100), """
            Consecutive wrong codes, whatever the time between, after which a factor is disabled until it is \
            enrolled anew."""),
    CHALLENGE_LIFETIME("challengeLifetime", "Challenge lifetime (seconds)", "300", OptionKind.number(30, 3600), """
            How long a challenge may be answered."""),
    CHALLENGES_PER_HOUR("challengesPerHour", "Challenges per hour", "50", OptionKind.number(1, 100), """
            Challenges without a right code that a factor takes within an hour."""),
    CHALLENGES_PER_DAY("challengesPerDay", "Challenges per day", "100", OptionKind.number(1, 1000), """
            Challenges without a right code that a factor takes within 24 hours."""),
    CHALLENGE_RETENTION("challengeRetention", "Challenge retention (days)", "30", OptionKind.number(1, 3650), """
            How long challenges of the realm are kept as a record, of logins and of the API. Those of all its \
            Services follow the default one's."""),
    NOTIFY_USERS("notifyUsers", "Notify users", "on", OptionKind.choice("on", "off"), """
            E-mails to users when an authenticator app of theirs is set up, removed or disabled, or a used code is \
            tried again. Needs the realm's e-mail settings and a verified address."""),
    PENDING_LIFETIME("pendingLifetime", "Enrollment lifetime (seconds)", "3600", OptionKind.number(60, 86400), """
            How long the QR code of an unfinished enrollment stays valid.""");

    private static final OptionKind API_CODE_LENGTH =
            OptionKind.number(TotpParameters.MIN_DIGITS, TotpParameters.MAX_DIGITS);

    private final String key;
    private final String label;
    private final String defaultValue;

    @SuppressWarnings("ImmutableEnumChecker") // a pure function and constants
    private final OptionKind kind;

    private final String help;

    ServiceOption(String key, String label, String defaultValue, OptionKind kind, String help) {
        this.key = key;
        this.label = label;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.help = help;
    }

    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    public String help() {
        return help + kind.range().map(range -> " Range: " + range + ".").orElse("");
    }

    /** The value that counts where none is set; empty for options that may be unset. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The values to choose from, for options that are a choice; otherwise empty. */
    public List<String> choices() {
        return kind.choices();
    }

    /** What is wrong with {@code value}, as a sentence that names the option and what it takes; empty if nothing is. */
    Optional<String> problemWith(String value, ServiceOptions.Ranges ranges) {
        OptionKind kind = ranges == ServiceOptions.Ranges.API && this == CODE_LENGTH ? API_CODE_LENGTH : this.kind;
        return kind.accepts(value) ? Optional.empty() : Optional.of(label + " must be " + kind.description() + ".");
    }
}
