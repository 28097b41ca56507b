package io.verifytotp.keycloak.setup.report;

import java.util.Locale;

/** Paragraphs of docs/operate.md that findings point at, named as their headings are in links. */
enum Help {
    THE_KEY_RING,
    TROUBLESHOOTING,
    WHAT_NEEDS_A_PROOF,
    TRY_IT,
    EVERY_WAY_IN,
    UPGRADE,
    ADOPT_KEYCLOAKS_OWN_OTP;

    String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String link() {
        return "docs/operate.md#" + anchor();
    }
}
