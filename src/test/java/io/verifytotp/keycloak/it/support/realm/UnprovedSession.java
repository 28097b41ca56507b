package io.verifytotp.keycloak.it.support.realm;

import io.verifytotp.keycloak.it.support.http.AccountRest;
import io.verifytotp.keycloak.it.support.http.DpopKey;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A session of a user who has given no code, as somebody gets one who knows the password, reads the user's mail or has
 * an account at an identity provider.
 *
 * @param login the browser; empty where only a token was got
 * @param dpop the key that the token is bound to; empty for a Bearer token
 */
public record UnprovedSession(
        ProofRealm.Victim victim, Optional<HttpLogin> login, String clientId, String token, Optional<DpopKey> dpop) {

    /** How the session came about. */
    public enum Way {
        CLIENT_WITH_ITS_OWN_FLOW("a client with a flow of its own", true),
        SSO_FROM_ANOTHER_CLIENT("single sign-on from such a client", true),
        RESET_MAIL("the mail that resets the password", true),
        IDENTITY_PROVIDER("an identity provider", true),
        IMPERSONATION("impersonation by an administrator", true),
        REGISTRATION("registration", true),
        DIRECT_GRANT("a direct grant", false),
        ANOTHER_APPLICATIONS_TOKEN("the token of another application", false),
        OFFLINE_TOKEN("an offline token", false),
        DPOP_TOKEN("a DPoP token", false),
        LIGHTWEIGHT_TOKEN("a lightweight token", false);

        private final String words;
        private final boolean browser;

        Way(String words, boolean browser) {
            this.words = words;
            this.browser = browser;
        }

        public String words() {
            return words;
        }

        public boolean hasBrowser() {
            return browser;
        }

        public UnprovedSession open(ProofRealm in) {
            return switch (this) {
                case CLIENT_WITH_ITS_OWN_FLOW -> atWeakClient(in, ProofRealm.WITHOUT_CODE);
                case SSO_FROM_ANOTHER_CLIENT -> atWeakClient(in, TestRealm.CLIENT_ID);
                case RESET_MAIL -> byMail(in);
                case IDENTITY_PROVIDER -> byProvider(in);
                case IMPERSONATION -> impersonated(in);
                case REGISTRATION -> registered(in);
                case DIRECT_GRANT -> granted(in, TestRealm.CLIENT_ID, "openid");
                case ANOTHER_APPLICATIONS_TOKEN -> onlyToken(atWeakClient(in, TestRealm.CLIENT_ID));
                case OFFLINE_TOKEN -> offline(in);
                case DPOP_TOKEN -> boundToKey(in);
                case LIGHTWEIGHT_TOKEN -> granted(in, ProofRealm.LIGHTWEIGHT, "openid");
            };
        }
    }

    /** The page of a required action that the application asks for. */
    public HttpPage ask(String action) {
        HttpPage page = login.orElseThrow().start(Map.of("client_id", clientId, "kc_action", action));
        // Keycloak asks for the password again where the last one is too long ago, or was never given.
        return page.asksForPassword() ? login.orElseThrow().password(page, victim.user()) : page;
    }

    /** A request to Account REST. */
    public Reply account(String method, String path, String body) {
        return AccountRest.send(victim.factor().api().realm(), method, path, body, authorization(method, path));
    }

    private Map<String, String> authorization(String method, String path) {
        if (dpop.isEmpty()) {
            return Map.of("Authorization", "Bearer " + token);
        }
        URI uri = AccountRest.uri(victim.factor().api().realm(), path);
        Instant now = victim.factor().clock().now();
        return Map.of("Authorization", "DPoP " + token, "DPoP", dpop.get().proof(method, uri, now, token));
    }

    private static UnprovedSession atWeakClient(ProofRealm in, String continuesAt) {
        ProofRealm.Victim victim = in.victim();
        HttpLogin login = new HttpLogin(in.realm());
        HttpPage end = login.password(login.start(Map.of("client_id", ProofRealm.WITHOUT_CODE)), victim.user());
        return ofBrowser(in, victim, login, end, ProofRealm.WITHOUT_CODE, continuesAt);
    }

    private static UnprovedSession byMail(ProofRealm in) {
        ProofRealm.Victim victim = in.victim();
        HttpLogin login = new HttpLogin(in.realm());
        HttpPage start = login.start();
        String forgot = start.html().link("/login-actions/reset-credentials").orElseThrow();
        int before = in.mailbox().mails().size();
        login.submit(
                login.open(start.uri().resolve(forgot)),
                Map.of("username", victim.user().username()));
        HttpPage page = login.open(in.mailbox().awaitLink(before));
        String password = victim.user().password();
        HttpPage end = login.submit(page, Map.of("password-new", password, "password-confirm", password));
        return ofBrowser(in, victim, login, end, TestRealm.CLIENT_ID, TestRealm.CLIENT_ID);
    }

    private static UnprovedSession byProvider(ProofRealm in) {
        ProofRealm.Victim victim = in.victim();
        TestUser there = in.brokered().provider().addUser("there-" + UUID.randomUUID());
        in.brokered().link(victim.user(), there);
        HttpLogin login = new HttpLogin(in.realm());
        HttpPage end = in.brokered().logIn(login, there);
        return ofBrowser(in, victim, login, end, TestRealm.CLIENT_ID, TestRealm.CLIENT_ID);
    }

    private static UnprovedSession impersonated(ProofRealm in) {
        ProofRealm.Victim victim = in.victim();
        HttpLogin login = new HttpLogin(in.realm());
        login.take(in.realm()
                .admin()
                .impersonate(in.realm().name(), victim.user().id())
                .headers());
        HttpPage end = login.start();
        return ofBrowser(in, victim, login, end, TestRealm.CLIENT_ID, ProofRealm.WITHOUT_CODE);
    }

    private static UnprovedSession registered(ProofRealm in) {
        String username = "victim-" + UUID.randomUUID();
        Map<String, Object> person = TestUser.representation(username);
        TestUser user = new TestUser("", username);
        HttpLogin login = new HttpLogin(in.realm());
        HttpPage start = login.start();
        HttpPage form = login.open(start.uri()
                .resolve(start.html().link("/login-actions/registration").orElseThrow()));
        Map<String, String> fields = new HashMap<>();
        for (String field : new String[] {"username", "email", "firstName", "lastName"}) {
            fields.put(field, (String) person.get(field));
        }
        fields.put("password", user.password());
        fields.put("password-confirm", user.password());
        HttpPage end = login.submit(form, fields);
        ProofRealm.Victim victim = in.victim(in.realm().user(username));
        return ofBrowser(in, victim, login, end, TestRealm.CLIENT_ID, TestRealm.CLIENT_ID);
    }

    private static UnprovedSession ofBrowser(
            ProofRealm in,
            ProofRealm.Victim victim,
            HttpLogin login,
            HttpPage end,
            String exchangesAt,
            String continuesAt) {
        String token = in.realm().exchange(end.authorizationCode(), exchangesAt).bearer();
        return new UnprovedSession(victim, Optional.of(login), continuesAt, token, Optional.empty());
    }

    private static UnprovedSession onlyToken(UnprovedSession session) {
        return new UnprovedSession(session.victim, Optional.empty(), session.clientId, session.token, Optional.empty());
    }

    private static UnprovedSession granted(ProofRealm in, String client, String scope) {
        ProofRealm.Victim victim = in.victim();
        Reply reply = in.realm().token(grant(victim, client, scope)).expect(200);
        return new UnprovedSession(
                victim,
                Optional.empty(),
                client,
                reply.body().get("access_token").asText(),
                Optional.empty());
    }

    private static UnprovedSession offline(ProofRealm in) {
        ProofRealm.Victim victim = in.victim();
        Reply first = in.realm()
                .token(grant(victim, TestRealm.CLIENT_ID, "openid offline_access"))
                .expect(200);
        Reply refreshed = in.realm()
                .token(Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        TestRealm.CLIENT_ID,
                        "refresh_token",
                        first.body().get("refresh_token").asText()))
                .expect(200);
        return new UnprovedSession(
                victim,
                Optional.empty(),
                TestRealm.CLIENT_ID,
                refreshed.body().get("access_token").asText(),
                Optional.empty());
    }

    private static UnprovedSession boundToKey(ProofRealm in) {
        ProofRealm.Victim victim = in.victim();
        DpopKey key = DpopKey.make();
        URI endpoint = in.realm().uri("/protocol/openid-connect/token");
        Reply reply = Reply.of(Http.send(Http.postForm(endpoint, grant(victim, TestRealm.CLIENT_ID, "openid"))
                        .header(
                                "DPoP",
                                key.proof(
                                        "POST",
                                        endpoint,
                                        victim.factor().clock().now()))))
                .expect(200);
        if (!reply.body().get("token_type").asText().equals("DPoP")) {
            throw new AssertionError("Not bound to the key: " + reply.body());
        }
        String token = reply.body().get("access_token").asText();
        return new UnprovedSession(victim, Optional.empty(), TestRealm.CLIENT_ID, token, Optional.of(key));
    }

    private static Map<String, String> grant(ProofRealm.Victim victim, String client, String scope) {
        return Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                victim.user().username(),
                "password",
                victim.user().password(),
                "scope",
                scope);
    }
}
