package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.login.code.ServerTime;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contents of {@code verify-totp-enroll.ftl}, as the attribute {@code enroll}. The seed leaves the server only here. */
public final class EnrollPage {
    private static final int GROUP = 4;

    private final OtpAuthUri uri;
    private final LabelField labelField;
    private final boolean logOutOthers;
    private final boolean onHandheld;
    private final Optional<Instant> serverTime;
    private final Optional<PostponeOffer> later;

    /**
     * Makes a page.
     *
     * @param logOutOthers whether the user has ticked the box for signing out other devices
     * @param onHandheld whether the page is on a device that usually has the authenticator app
     * @param serverTime the time to show, if codes keep failing
     * @param later how long enrollment may be postponed, if at all
     */
    EnrollPage(
            OtpAuthUri uri,
            LabelField labelField,
            boolean logOutOthers,
            boolean onHandheld,
            Optional<Instant> serverTime,
            Optional<PostponeOffer> later) {
        this.uri = uri;
        this.labelField = labelField;
        this.logOutOthers = logOutOthers;
        this.onHandheld = onHandheld;
        this.serverTime = serverTime;
        this.later = later;
    }

    /** Returns the otpauth URI, for a link that opens an app on the same device. */
    public String getUri() {
        return uri.expose();
    }

    public QrCode getQrCode() {
        return QrCode.of(uri.expose());
    }

    /** Returns the seed in Base32, in groups of four for typing. */
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

    /** Returns the time step in seconds. */
    public long getPeriod() {
        return parameters().period().toSeconds();
    }

    public List<String> getApps() {
        return AuthenticatorApps.supporting(parameters());
    }

    public String label(String suggestion) {
        return labelField.orSuggested(suggestion);
    }

    /** Returns whether the user's present factor stops working when this one is verified. */
    public boolean isReplacing() {
        return labelField.isReplacing();
    }

    public boolean isLabelNeeded() {
        return labelField.needed();
    }

    public boolean isLogOutOthers() {
        return logOutOthers;
    }

    public boolean isOnHandheld() {
        return onHandheld;
    }

    public @Nullable ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }

    /** Returns how long enrollment may be postponed; {@code null} if it may not, or if the user can cancel instead. */
    public @Nullable PostponeOffer getLater() {
        return later.orElse(null);
    }

    private TotpParameters parameters() {
        return uri.parameters();
    }
}
