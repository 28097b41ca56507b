package io.verifytotp.keycloak.it.support.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.Addresses;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** Something that changes what can stand in for a user's factor. */
public enum Attempt {
    SET_UP_OURS("add or replace the factor", "verify-totp-enroll"),
    DELETE_OURS("delete the factor", Target.DELETE, SecondFactors.OURS),
    RENAME_OURS("rename the factor", Target.RENAME, SecondFactors.OURS),
    CREATE_RECOVERY_CODES("create recovery codes", "CONFIGURE_RECOVERY_AUTHN_CODES"),
    DELETE_RECOVERY_CODES("delete recovery codes", Target.DELETE, SecondFactors.RECOVERY_CODES),
    RENAME_RECOVERY_CODES("rename recovery codes", Target.RENAME, SecondFactors.RECOVERY_CODES),
    CREATE_PASSKEY("create a security key", "webauthn-register"),
    DELETE_PASSKEY("delete a security key", Target.DELETE, SecondFactors.PASSKEY),
    RENAME_PASSKEY("rename a security key", Target.RENAME, SecondFactors.PASSKEY),
    CREATE_PASSWORDLESS("create a passkey", "webauthn-register-passwordless"),
    DELETE_PASSWORDLESS("delete a passkey", Target.DELETE, SecondFactors.PASSWORDLESS),
    RENAME_PASSWORDLESS("rename a passkey", Target.RENAME, SecondFactors.PASSWORDLESS),
    CREATE_OTP("create Keycloak's OTP", "CONFIGURE_TOTP"),
    DELETE_OTP("delete Keycloak's OTP", Target.DELETE, SecondFactors.OTP),
    RENAME_OTP("rename Keycloak's OTP", Target.RENAME, SecondFactors.OTP),
    LINK_PROVIDER("link an identity provider", "idp_link:partner"),
    LINK_PROVIDER_BY_ADDRESS("link one by an application's address", Target.LINK, ""),
    OTHER_EXTENSION("an action of another extension", "other-extension");

    /** Where it can be tried. */
    public enum Target {
        ACTION,
        DELETE,
        RENAME,
        LINK
    }

    private final String words;
    private final Target target;
    private final String subject;

    Attempt(String words, String action) {
        this(words, Target.ACTION, action);
    }

    Attempt(String words, Target target, String subject) {
        this.words = words;
        this.target = target;
        this.subject = subject;
    }

    public String words() {
        return words;
    }

    public boolean isPossible(UnprovedSession.Way way) {
        return switch (target) {
            case ACTION, LINK -> way.hasBrowser();
            case DELETE, RENAME -> true;
        };
    }

    /** What {@link #isStopped} says of such a session. */
    public String expected(UnprovedSession.Way way) {
        return switch (target) {
            case ACTION -> "asked";
            case DELETE -> way.hasBrowser() ? "refused, asked" : "refused";
            case RENAME, LINK -> "refused";
        };
    }

    /** Tries it, asserts that it is refused or that a code is asked for, and says which. */
    public String isStopped(ProofRealm in, UnprovedSession session) {
        return switch (target) {
            case ACTION -> asks(session, subject);
            case DELETE -> {
                String refused = refuses(
                        session, "DELETE", "credentials/" + session.victim().id(subject), "");
                yield session.login().isEmpty()
                        ? refused
                        : refused + ", "
                                + asks(
                                        session,
                                        "delete_credential:" + session.victim().id(subject));
            }
            case RENAME ->
                refuses(session, "PUT", "credentials/" + session.victim().id(subject) + "/label", "\"Mine now\"");
            case LINK -> linkRefused(in, session);
        };
    }

    /** The page of the action itself, which is what a session with a proof gets. */
    public HttpPage allowed(ProofRealm.Victim victim, HttpLogin login) {
        return login.start(
                Map.of("kc_action", target == Target.ACTION ? subject : "delete_credential:" + victim.id(subject)));
    }

    public boolean isAction() {
        return target == Target.ACTION || target == Target.DELETE;
    }

    public boolean isRename() {
        return target == Target.RENAME;
    }

    public String subject() {
        return subject;
    }

    private static String asks(UnprovedSession session, String action) {
        HttpPage page = session.ask(action);
        assertThat(page.html().hasId("verify-totp-prove")).as(page.toString()).isTrue();
        HttpPage guessed = session.login().orElseThrow().code(page, "000000");
        assertThat(guessed.html().hasId("verify-totp-prove"))
                .as(guessed.toString())
                .isTrue();
        URI elsewhere = Addresses.with(guessed.formAction(), "execution", action.split(":", 2)[0]);
        HttpPage forced = session.login().orElseThrow().post(elsewhere, Map.of("accept", "on"));
        assertThat(forced.html().hasId("verify-totp-prove"))
                .as(forced.toString())
                .isTrue();
        return "asked";
    }

    private static String refuses(UnprovedSession session, String method, String path, String body) {
        Reply reply = session.account(method, path, body).expect(403);
        assertThat(reply.body().path("error").asText()).isEqualTo("proof_needed");
        return "refused";
    }

    /**
     * Keycloak itself refuses to make the address, unless an option of the server allows it; older lines make it. Then the
     * link is refused when the user comes back from the provider.
     */
    private static String linkRefused(ProofRealm in, UnprovedSession session) {
        boolean before = in.brokered().isLinked(session.victim().user());
        Reply reply = session.account(
                "GET", "linked-accounts/partner?redirectUri=" + in.realm().uri("/account/"), "");
        if (reply.status() != 404) {
            HttpLogin login = session.login().orElseThrow();
            String address = reply.expect(200).body().get("accountLinkUri").asText();
            HttpPage page = login.open(URI.create(address));
            TestUser there = in.brokered().provider().addUser("linker-" + UUID.randomUUID());
            HttpPage back = page.asksForPassword() ? login.password(page, there) : page;
            assertThat(back.status()).as(back.toString()).isBetween(400, 403);
        }
        assertThat(in.brokered().isLinked(session.victim().user())).isEqualTo(before);
        return "refused";
    }
}
