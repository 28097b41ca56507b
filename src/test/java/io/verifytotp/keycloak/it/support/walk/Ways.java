package io.verifytotp.keycloak.it.support.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.AssertionGrant;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Each way into a realm, with every path that it offers to somebody who has certain things. */
public final class Ways {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final WalkedRealm in;
    private final Supplier<Surfer> browsers;
    private final MailLinks mail;

    Ways(WalkedRealm in) {
        this(in, () -> new HttpSurfer(in.realm()));
    }

    private Ways(WalkedRealm in, Supplier<Surfer> browsers) {
        this.in = in;
        this.browsers = browsers;
        this.mail = new MailLinks(in.mailbox());
    }

    /** The same in other browsers. */
    public Ways in(Supplier<Surfer> others) {
        return new Ways(in, others);
    }

    /** The browser flow, with more parameters of the request, such as {@code acr_values}. */
    public List<Walk> browser(Set<Has> has, Map<String, String> parameters) {
        return explore(has, person -> {
            Surfer surfer = browsers.get();
            return Visit.toApplication(person, surfer, surfer.open(in.realm().authorizationUri(parameters)));
        });
    }

    /** The browser flow at that client. */
    public List<Walk> at(String client, Set<Has> has) {
        return browser(has, Map.of("client_id", client));
    }

    public List<Walk> resetCredentials(Set<Has> has) {
        return explore(has, person -> {
            Surfer surfer = browsers.get();
            return Visit.toApplication(person, surfer, follow(surfer, "/login-actions/reset-credentials"));
        });
    }

    /** Somebody who has no account yet. */
    public List<Walk> registration() {
        return explore(Set.of(), known -> {
            Surfer surfer = browsers.get();
            return Visit.toApplication(stranger(), surfer, follow(surfer, "/login-actions/registration"));
        });
    }

    /** First login with the identity provider, to an account that is there. */
    public List<Walk> linking(Set<Has> has) {
        return explore(has, person -> {
            unlink(person, WalkedRealm.PARTNER);
            if (person.isNewTo(in.brokered().provider())) {
                in.brokered().provider().addUser(person.user().username());
            }
            return atProvider(person);
        });
    }

    /** First login with the identity provider, of somebody who has no account in the realm. */
    public List<Walk> creating() {
        return explore(Set.of(), known -> {
            Person stranger = stranger();
            in.brokered().provider().addUser(stranger.user().username());
            return atProvider(stranger);
        });
    }

    /** Login with an identity provider to an account that is linked. */
    public List<Walk> linked(Set<Has> has) {
        return explore(has, person -> {
            link(person, in.brokered());
            return atProvider(person);
        });
    }

    /** The device grant: somebody confirms it in a browser, and the device gets the tokens. */
    public List<Walk> device(Set<Has> has) {
        return explore(has, person -> {
            Surfer surfer = browsers.get();
            JsonNode device = Reply.of(Http.send(Http.postForm(
                            in.realm().uri("/protocol/openid-connect/auth/device"),
                            Map.of("client_id", TestRealm.CLIENT_ID, "scope", "openid"))))
                    .expect(200)
                    .body();
            HttpPage first = surfer.open(
                    URI.create(device.get("verification_uri_complete").asText()));
            return new Visit(person, surfer, first, page -> poll(device));
        });
    }

    /** The password grant at that client, with every code that the person has. */
    public List<Walk> directGrant(String client, Set<Has> has) {
        Person person = in.people().having(has);
        return new PasswordGrants(in.realm(), client, person).all();
    }

    /** The grant for an assertion of the identity provider about somebody whose account is linked. */
    public List<Walk> assertion(AssertionGrant grant, Set<Has> has) {
        TestUser there = link(in.people().having(has), grant.brokered());
        int status = grant.redeem(there).status();
        return List.of(
                new Walk(status == 200, Set.of(), false, List.of("JWT authorization grant", "status " + status)));
    }

    private boolean poll(JsonNode device) {
        return in.realm()
                        .token(Map.of(
                                "grant_type",
                                DEVICE_GRANT,
                                "client_id",
                                TestRealm.CLIENT_ID,
                                "device_code",
                                device.get("device_code").asText()))
                        .status()
                == 200;
    }

    private List<Walk> explore(Set<Has> has, Function<Person, Visit> begin) {
        return Explorer.all(
                () -> {
                    mail.begin();
                    return begin.apply(in.people().having(has));
                },
                mail::newest,
                in.people()::forget);
    }

    private Visit atProvider(Person person) {
        Surfer surfer = browsers.get();
        Map<String, String> parameters = Map.of("client_id", WalkedRealm.ENTRY, "kc_idp_hint", WalkedRealm.PARTNER);
        return Visit.toApplication(person, surfer, surfer.open(in.realm().authorizationUri(parameters)));
    }

    /** The page behind a link of the login page. */
    private HttpPage follow(Surfer surfer, String link) {
        HttpPage login = surfer.open(in.realm().authorizationUri(Map.of("client_id", WalkedRealm.ENTRY)));
        return surfer.open(login.uri().resolve(login.html().link(link).orElseThrow()));
    }

    /** The account of the same name at the provider, which is linked from now on. */
    private TestUser link(Person person, BrokeredRealms brokered) {
        unlink(person, brokered.alias());
        TestRealm provider = brokered.provider();
        String name = person.user().username();
        TestUser there = person.isNewTo(provider) ? provider.addUser(name) : provider.user(name);
        brokered.link(person.user(), there);
        return there;
    }

    private void unlink(Person person, String alias) {
        in.realm().admin().delete(in.realm().path("/users/" + person.user().id() + "/federated-identity/" + alias));
    }

    private Person stranger() {
        return Person.without(in.realm(), new TestUser("", "s-" + UUID.randomUUID()));
    }
}
