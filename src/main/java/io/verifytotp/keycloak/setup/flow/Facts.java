package io.verifytotp.keycloak.setup.flow;

import java.util.Set;

/**
 * The properties of a realm and of a way in that decide how steps of a flow behave.
 *
 * @param pages true if the flow has pages, false for a direct grant
 * @param passkeys true if Keycloak's pages for user name and password accept passkeys
 * @param organizations true if the realm has organizations switched on
 * @param kerberos true if a user storage of the realm accepts Kerberos tickets
 * @param mail true if the realm can send mail
 * @param known true if the login has its user before the flow begins
 * @param existing true if the user of an identity provider has an account already
 * @param actions aliases of the enabled required actions
 */
public record Facts(
        boolean pages,
        boolean passkeys,
        boolean organizations,
        boolean kerberos,
        boolean mail,
        boolean known,
        boolean existing,
        Set<String> actions) {
    public Facts {
        actions = Set.copyOf(actions);
    }

    public Facts withoutPages() {
        return new Facts(false, passkeys, organizations, kerberos, mail, known, existing, actions);
    }

    /** The same realm once it can send mail. */
    public Facts withMail() {
        return new Facts(pages, passkeys, organizations, kerberos, true, known, existing, actions);
    }

    public Facts forNewUsers() {
        return new Facts(pages, passkeys, organizations, kerberos, mail, known, false, actions);
    }

    public Facts afterTheLogin() {
        return new Facts(pages, passkeys, organizations, kerberos, mail, true, existing, actions);
    }
}
