package io.verifytotp.keycloak.domain.service;

import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.List;
import java.util.Optional;

/**
 * An option of a Service: its key in the configuration, its texts for administrators, its default and its range. The
 * admin console's form, the check on saving and the reading at run time all use these definitions.
 */
public enum ServiceOption {
    ISSUER("issuer", "Issuer", "", OptionKind.text(64), """
            The name that authenticator apps show for this realm, without a colon. If empty, the realm's display \
            name is used, or else its name."""),
    ALGORITHM("algorithm", "Algorithm", "sha1", OptionKind.choice("sha1", "sha256", "sha512"), """
            Hash function of new factors. Several widely used apps support SHA-1 only; with another one they show \
            wrong codes and no error."""),
    CODE_LENGTH("codeLength", "Code length", "6", OptionKind.number(6, 8), """
            Number of digits in the codes of new factors."""),
    TIME_STEP("timeStep", "Time step (seconds)", "30", OptionKind.number(20, 60), """
            How long new factors show one code. Most apps support only 30."""),
    SKEW("skew", "Skew (time steps)", "1", OptionKind.number(0, 2), """
            How many time steps before and after the current one new factors accept. Tolerates clock drift and slow \
            typing; 0 is the strictest."""),
    IMAGE("image", "Image URL", "", OptionKind.httpsUrl(256), """
            Address of a picture that some apps show next to the code. The phone loads it from there."""),
    MAX_FACTORS("maxFactors", "Factors per user", "1", OptionKind.number(1, 100), """
            Maximum authenticator apps per user. With 1, a new setup replaces the old app once it is verified."""),
    ATTEMPTS_PER_CHALLENGE("attemptsPerChallenge", "Attempts per challenge", "5", OptionKind.number(1, 20), """
            Maximum wrong codes per challenge."""),
    LOCK_AFTER("lockAfter", "Lock after", "5", OptionKind.number(1, 20), """
            After this many consecutive wrong codes a factor is locked for 30 seconds. Each further wrong code \
            doubles the time, up to an hour."""),
    DISABLE_AFTER("disableAfter", "Disable after", "100", OptionKind.number(20, 100), """
            After this many consecutive wrong codes, however long apart, a factor is disabled until an administrator \
            unlocks it or the user sets up a new one."""),
    CHALLENGE_LIFETIME("challengeLifetime", "Challenge lifetime (seconds)", "300", OptionKind.number(30, 3600), """
            How long a challenge can be answered."""),
    CHALLENGES_PER_HOUR("challengesPerHour", "Challenges per hour", "50", OptionKind.number(1, 100), """
            Maximum challenges per factor within an hour that end without a right code."""),
    CHALLENGES_PER_DAY("challengesPerDay", "Challenges per day", "100", OptionKind.number(1, 1000), """
            Maximum challenges per factor within 24 hours that end without a right code. At least as many as per hour."""),
    CHALLENGE_RETENTION("challengeRetention", "Challenge retention (days)", "30", OptionKind.number(1, 3650), """
            How long records of challenges are kept, those of logins and of the API. The value of the default \
            Service applies to all Services of the realm."""),
    NOTIFY_USERS("notifyUsers", "Notify users", "on", OptionKind.choice("on", "off"), """
            Sends users an e-mail when one of their authenticator apps is set up, removed, locked or disabled, or \
            when a used code is entered again. Needs the realm's e-mail settings and a verified address."""),
    PENDING_LIFETIME("pendingLifetime", "Enrollment lifetime (seconds)", "3600", OptionKind.number(60, 86400), """
            How long the QR code of an unfinished enrollment stays valid."""),
    GRACE_DAYS("graceDays", "Grace period (days)", "0", OptionKind.number(0, 365), """
            How many days a user without a factor may postpone the setup, from the first time it is asked for. \
            0: no limit by days. If both limits are 0, the setup can't be postponed."""),
    GRACE_SKIPS("graceSkips", "Grace period (number of times)", "0", OptionKind.number(0, 100), """
            How many times a user without a factor may skip the setup. 0: no limit by number. If both limits are \
            set, both apply."""),
    RECOVERY_CODES("recoveryCodes", "Recovery codes", "off", OptionKind.choice("on", "off"), """
            After the setup, users without recovery codes are sent to Keycloak's own page for them. Needs the required \
            action 'Recovery Authentication Codes' and a flow that accepts such codes."""),
    ADOPT_KEYCLOAK_OTP("adoptKeycloakOtp", "Adopt Keycloak OTP", "off", OptionKind.choice("off", "on"), """
            Asks a user who has no factor, but an authenticator app set up with Keycloak's own OTP, for a code of that \
            app; a right code makes it a factor. Only the default Service does so."""),
    CONFIRM_CLIENTS("confirmClients", "Confirming clients", "", OptionKind.clientIds(1000), """
            Client IDs, separated by commas, of the applications that send users to Keycloak to confirm a challenge \
            which another client has opened, such as the back end of a website. The client that opened a challenge \
            may always send its users.""");

    private static final OptionKind API_CODE_LENGTH =
            OptionKind.number(TotpParameters.MIN_DIGITS, TotpParameters.MAX_DIGITS);

    private final String key;
    private final String label;
    private final String defaultValue;

    @SuppressWarnings("ImmutableEnumChecker") // holds a pure function and constants
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

    /** Returns the accepted values, to end the sentence "… must be"; empty if {@code value} is one of them. */
    public Optional<String> acceptedInsteadOf(String value, ServiceOptions.Ranges ranges) {
        OptionKind kind = ranges == ServiceOptions.Ranges.API && this == CODE_LENGTH ? API_CODE_LENGTH : this.kind;
        return kind.accepts(value) ? Optional.empty() : Optional.of(kind.description());
    }

    public String help() {
        return help + kind.range().map(range -> " Range: " + range + ".").orElse("");
    }

    /** Returns the value if none is set; empty for options without a default. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns the values to choose from; empty if the option is no choice. */
    public List<String> choices() {
        return kind.choices();
    }

    /** Returns a sentence that names the option and its accepted values; empty if {@code value} is one of them. */
    public Optional<String> problemWith(String value, ServiceOptions.Ranges ranges) {
        return acceptedInsteadOf(value, ranges).map(accepted -> label + " must be " + accepted + ".");
    }
}
