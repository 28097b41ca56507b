package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.UtcText;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.code.FactorNames;
import io.verifytotp.keycloak.login.code.ServerTime;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.RequiredActionContext;

/** What {@code verify-totp-enroll.ftl} shows, under the name {@code enroll}. The seed leaves the server here only. */
public final class EnrollPage {
    private static final int GROUP = 4;
    private static final String LOG_OUT_OTHERS = "logout-sessions";

    private final OtpAuthUri uri;
    private final DeviceName deviceName;
    private final boolean logOutOthers;
    private final boolean onHandheld;
    private final Optional<Instant> serverTime;
    private final Optional<Later> later;

    /**
     * A page.
     *
     * @param logOutOthers whether the user has ticked that other devices are to be signed out
     * @param onHandheld whether the page is read on the kind of device that has an authenticator app
     * @param serverTime what time it is, where the page is to help with a clock that is wrong
     * @param later that the user may put it off, if so
     */
    EnrollPage(
            Service service,
            Enrollment enrollment,
            FactorNames names,
            DeviceName deviceName,
            boolean logOutOthers,
            boolean onHandheld,
            Optional<Instant> serverTime,
            Optional<Later> later) {
        this.uri = new OtpAuthUri(
                names.issuer(),
                names.account(),
                enrollment.seed(),
                enrollment.factor().binding().parameters(),
                service.policy().image());
        this.deviceName = deviceName;
        this.logOutOthers = logOutOthers;
        this.onHandheld = onHandheld;
        this.serverTime = serverTime;
        this.later = later;
    }

    /** The otpauth URI, as the address of a link that opens an app on the same device. */
    public String getUri() {
        return uri.expose();
    }

    public QrCode getQrCode() {
        return QrCode.of(uri.expose());
    }

    /** The seed in Base32, in groups of four as it is typed. */
    public String getKey() {
        return uri.seed().exposeBase32().replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
    }

    public String getIssuer() {
        return uri.issuer();
    }

    public String getAccount() {
        return uri.account();
    }

    public String getAlgorithm() {
        return parameters().algorithm().uriName();
    }

    public int getDigits() {
        return parameters().digits();
    }

    /** The time step in seconds. */
    public long getPeriod() {
        return parameters().period().toSeconds();
    }

    /** The names of apps that are known to work with these parameters; may be empty. */
    public List<String> getApps() {
        return AuthenticatorApps.supporting(parameters());
    }

    /**
     * What stands in the field for the device's name: what the user has typed, or else the suggestion, with a number
     * where a factor of the user has that name, be it one that goes: notices and the app's list tell them apart by it.
     */
    public String label(String suggestion) {
        return deviceName.typed().orElseGet(() -> DeviceLabel.free(suggestion, deviceName.present()));
    }

    /** Whether the factor that the user has stops working once this one is verified. */
    public boolean isReplacing() {
        return !deviceName.needed() && !deviceName.present().isEmpty();
    }

    /** Whether the user has other factors to tell this one from. */
    public boolean isLabelNeeded() {
        return deviceName.needed();
    }

    /** Whether the box for signing out other devices is ticked, as the user has left it. */
    public boolean isLogOutOthers() {
        return logOutOthers;
    }

    /** Whether the form that was sent asks for that. */
    static boolean asksToLogOutOthers(RequiredActionContext context) {
        return context.getHttpRequest().getDecodedFormParameters().containsKey(LOG_OUT_OTHERS);
    }

    /** Whether the page is read on the kind of device that has an authenticator app. */
    public boolean isOnHandheld() {
        return onHandheld;
    }

    /** What time it is, where codes keep failing; {@code null} elsewhere. */
    public ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }

    /** How long the set-up may be put off; {@code null} where it may not be, or is left by cancelling. */
    public Later getLater() {
        return later.orElse(null);
    }

    /** How long the set-up may be put off. */
    public static final class Later {
        private final Grace.Remaining postponement;
        private final Locale locale;
        private final Optional<String> times;

        /**
         * The limits, in the user's language.
         *
         * @param times how many times are left, as a sentence. Templates can't make it in 26.4: they hand FreeMarker's
         *     numbers to the message, and a choice does not take these
         */
        public Later(Grace.Remaining postponement, Locale locale, Optional<String> times) {
            this.postponement = postponement;
            this.locale = locale;
            this.times = times;
        }

        /** The last day, as the user's language writes it; {@code null} where days do not count. */
        public String getUntil() {
            return postponement.until().map(end -> UtcText.date(end, locale)).orElse(null);
        }

        /** How many times are left; {@code null} where they do not count. */
        public String getTimes() {
            return times.orElse(null);
        }
    }

    private TotpParameters parameters() {
        return uri.parameters();
    }

    /**
     * What is known of the device's name.
     *
     * @param typed what the user has typed, be it nothing; empty before the user could type
     * @param needed whether the user will have other factors to tell this one from
     * @param present the names of the factors that the user has now
     */
    record DeviceName(Optional<String> typed, boolean needed, Set<String> present) {}
}
