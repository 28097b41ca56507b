package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Enrollment;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.TotpParameters;

/** What {@code verify-totp-enroll.ftl} shows, under the name {@code enroll}. The seed leaves the server here only. */
public final class EnrollPage {
    private static final int GROUP = 4;

    private final OtpAuthUri uri;
    private final String label;
    private final boolean labelNeeded;

    /**
     * A page.
     *
     * @param account what Keycloak shows the user as his or her name
     * @param label what the user typed as the device's name, to be shown again after an error
     */
    EnrollPage(Service service, Enrollment enrollment, String account, String label, boolean labelNeeded) {
        this.uri = new OtpAuthUri(
                service.policy().issuer(),
                account,
                enrollment.seed(),
                enrollment.factor().binding().parameters(),
                service.policy().image());
        this.label = label;
        this.labelNeeded = labelNeeded;
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

    public String getLabel() {
        return label;
    }

    /** Whether the user has other factors to tell this one from. */
    public boolean isLabelNeeded() {
        return labelNeeded;
    }

    private TotpParameters parameters() {
        return uri.parameters();
    }
}
