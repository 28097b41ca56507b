package io.verifytotp.keycloak.setup.plan;

import java.util.List;
import java.util.Set;

/** Puts our step before the one that resets the password, so that the code is asked for before the password changes. */
public final class ResetPlacement implements Placement {
    private static final Set<String> PASSWORD = Set.of("reset-password");
    private static final Set<String> MAIL = Set.of("reset-credential-email");

    @Override
    public String place(FlowPlan top, SetupMode mode) {
        List<Location> passwords = Location.of(top, PASSWORD);
        if (!passwords.isEmpty()) {
            passwords.forEach(password -> Insertion.before(password, OurSteps.asking(mode)));
            return "before the step that resets the password";
        }
        List<Location> mails = Location.of(top, MAIL);
        if (mails.isEmpty()) {
            throw SetupRefusal.because("The flow '" + top.alias() + "' neither sends a mail nor resets the password, so"
                    + " it is not clear where the code belongs; leave this way out, or add Verify TOTP to a copy of it"
                    + " yourself");
        }
        mails.forEach(mail -> Insertion.after(mail, OurSteps.asking(mode)));
        return "directly after the mail";
    }
}
