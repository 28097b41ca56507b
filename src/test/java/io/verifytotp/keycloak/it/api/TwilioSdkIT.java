package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.credential.ClientCredentialProvider;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.Service;
import com.twilio.rest.verify.v2.service.Entity;
import com.twilio.rest.verify.v2.service.entity.Challenge;
import com.twilio.rest.verify.v2.service.entity.Challenge.ChallengeStatuses;
import com.twilio.rest.verify.v2.service.entity.Factor;
import com.twilio.rest.verify.v2.service.entity.NewFactor;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.RedirectingHttpClient;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Twilio's own Java SDK, unmodified, walks through its TOTP quickstart at a realm. */
class TwilioSdkIT {
    private static final int CHALLENGES = 100;

    @AutoClose
    private static TestRealm realm;

    private static ApiClient backend;
    private static TwilioRestClient twilio;
    private static TestClock clock;

    @BeforeAll
    static void createClient() {
        realm = RealmBuilder.aRealm()
                .with("displayName", "Owl Bank")
                .codeRequired()
                .enrollConfig(Map.of("challengesPerHour", "100", "challengesPerDay", "1000"))
                .createOn(SharedKeycloak.get());
        backend = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(realm);
        twilio = RedirectingHttpClient.client(realm, backend.id(), backend.secret());
        clock = new TestClock(realm.keycloak());
    }

    @Test
    void managesServices() {
        Service created = Service.creator("Shop")
                .setTotpIssuer("Owl Shop")
                .setTotpTimeStep(60)
                .setTotpCodeLength(8)
                .setTotpSkew(2)
                .create(twilio);
        Service fetched = Service.fetcher(created.getSid()).fetch(twilio);
        Service updated = Service.updater(created.getSid())
                .setFriendlyName("Store")
                .setTotpTimeStep(30)
                .update(twilio);
        List<Service> listed = all(Service.reader().pageSize(1).read(twilio));

        assertThat(created.getFriendlyName()).isEqualTo("Shop");
        assertThat(created.getTotp())
                .isEqualTo(Map.of("issuer", "Owl Shop", "time_step", 60, "code_length", 8, "skew", 2));
        assertThat(created.getDateCreated()).isNotNull();
        assertThat(fetched).isEqualTo(created);
        assertThat(updated.getFriendlyName()).isEqualTo("Store");
        assertThat(listed.get(0).getFriendlyName()).isEqualTo("Owl Bank");
        assertThat(listed).extracting(Service::getSid).contains(created.getSid());
        assertThat(Service.deleter(created.getSid()).delete(twilio)).isTrue();
        assertError(404, 20404, () -> Service.fetcher(created.getSid()).fetch(twilio));
    }

    @Test
    void walksTheQuickstart() {
        String service = Service.creator("Quickstart").create(twilio).getSid();
        String identity = realm.addUser("quickstart").id();

        NewFactor created = newFactor(service, identity);
        AuthenticatorApp app = scan(created);

        assertThat(app.label()).isEqualTo("Quickstart:Owl's phone");
        assertThat(created.getStatus()).isEqualTo(NewFactor.FactorStatuses.UNVERIFIED);
        assertThat(created.getOptions()).isNull();

        Factor wrong = verify(created, app.wrongCodeAt(clock.now()));
        Factor right = verify(created, freshCode(app));

        assertThat(wrong.getStatus()).isEqualTo(Factor.FactorStatuses.UNVERIFIED);
        assertThat(right.getStatus()).isEqualTo(Factor.FactorStatuses.VERIFIED);
        assertThat(right.getConfig()).isEqualTo(Map.of("alg", "sha1", "skew", 1, "code_length", 6, "time_step", 30));

        Challenge atOnce = Challenge.creator(service, identity, created.getSid())
                .setAuthPayload(freshCode(app))
                .create(twilio);
        Challenge replayed = Challenge.creator(service, identity, created.getSid())
                .setAuthPayload(app.codeAt(clock.now()))
                .create(twilio);
        Challenge open = Challenge.creator(service, identity, created.getSid()).create(twilio);
        Challenge answered = Challenge.updater(service, identity, open.getSid())
                .setAuthPayload(freshCode(app))
                .update(twilio);

        assertThat(atOnce.getStatus()).isEqualTo(ChallengeStatuses.APPROVED);
        assertThat(replayed.getStatus()).isEqualTo(ChallengeStatuses.PENDING);
        assertThat(open.getStatus()).isEqualTo(ChallengeStatuses.PENDING);
        assertThat(open.getDateResponded()).isNull();
        assertThat(answered.getStatus()).isEqualTo(ChallengeStatuses.APPROVED);
        assertThat(Challenge.fetcher(service, identity, open.getSid()).fetch(twilio))
                .isEqualTo(answered);
        assertThat(Factor.deleter(service, identity, created.getSid()).delete(twilio))
                .isTrue();
        assertThat(Entity.deleter(service, identity).delete(twilio)).isTrue();
        assertThat(Service.deleter(service).delete(twilio)).isTrue();
    }

    @Test
    void managesEntitiesAndFactors() {
        String service = Service.creator("People").create(twilio).getSid();
        String identity = realm.addUser("people").id();

        Entity entity = Entity.creator(service, identity).create(twilio);
        NewFactor factor = newFactor(service, identity);
        Factor renamed = Factor.updater(service, identity, factor.getSid())
                .setFriendlyName("Work phone")
                .update(twilio);

        assertThat(Entity.fetcher(service, identity).fetch(twilio)).isEqualTo(entity);
        assertThat(all(Entity.reader(service).read(twilio)))
                .extracting(Entity::getIdentity)
                .containsExactly(identity);
        assertThat(renamed.getFriendlyName()).isEqualTo("Work phone");
        assertThat(all(Factor.reader(service, identity).read(twilio)))
                .extracting(Factor::getSid)
                .containsExactly(factor.getSid());
        assertThat(Factor.fetcher(service, identity, factor.getSid()).fetch(twilio))
                .isEqualTo(renamed);
        assertError(409, 60301, () -> Entity.creator(service, identity).create(twilio));
    }

    @Test
    void sendsDetailsAndDates() {
        NewFactor factor = verifiedFactor("details");
        // The SDK writes a date without its zone.
        ZonedDateTime expiry =
                clock.now().plusSeconds(1800).truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);

        Challenge challenge = Challenge.creator(factor.getServiceSid(), factor.getIdentity(), factor.getSid())
                .setExpirationDate(expiry)
                .setDetailsMessage("Pay 100 €?")
                .setDetailsFields(
                        List.of(Map.of("label", "To", "value", "Bob"), Map.of("label", "Amount", "value", "100 €")))
                .setHiddenDetails(Map.of("ip", "172.168.1.234"))
                .create(twilio);

        assertThat(challenge.getExpirationDate().toInstant()).isEqualTo(expiry.toInstant());
        assertThat(challenge.getDetails())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("message", "Pay 100 €?")
                .containsEntry(
                        "fields",
                        List.of(Map.of("label", "To", "value", "Bob"), Map.of("label", "Amount", "value", "100 €")));
        assertThat(challenge.getHiddenDetails()).isEqualTo(Map.of("ip", "172.168.1.234"));
    }

    @Test
    void readsAllPagesOfManyChallenges() {
        NewFactor factor = verifiedFactor("pages");
        List<String> created = new ArrayList<>();
        for (int i = 0; i < CHALLENGES; i++) {
            if (i == CHALLENGES / 2) {
                clock.advance(Duration.ofMinutes(61));
            }
            created.add(Challenge.creator(factor.getServiceSid(), factor.getIdentity(), factor.getSid())
                    .create(twilio)
                    .getSid());
        }

        assertThat(sids(factor, 50L)).hasSize(CHALLENGES).containsExactlyInAnyOrderElementsOf(created);
        assertThat(sids(factor, 7L)).isEqualTo(sids(factor, 1000L));
        assertThat(all(Challenge.reader(factor.getServiceSid(), factor.getIdentity())
                        .setStatus(ChallengeStatuses.EXPIRED)
                        .setOrder(Challenge.ListOrders.DESC)
                        .setFactorSid(factor.getSid())
                        .limit(20)
                        .read(twilio)))
                .hasSize(20)
                .allMatch(challenge -> challenge.getStatus() == ChallengeStatuses.EXPIRED);
        assertThat(all(Challenge.reader(factor.getServiceSid(), factor.getIdentity())
                        .limit(5000)
                        .read(twilio)))
                .hasSize(CHALLENGES);
    }

    @Test
    void getsErrorsAsTypedExceptions() {
        NewFactor factor = verifiedFactor("errors");
        String service = factor.getServiceSid();
        String identity = factor.getIdentity();
        String spent = Challenge.creator(service, identity, factor.getSid())
                .create(twilio)
                .getSid();
        for (int i = 0; i < 5; i++) {
            Challenge.updater(service, identity, spent)
                    .setAuthPayload(scan(factor).wrongCodeAt(clock.now()))
                    .update(twilio);
        }
        NewFactor unverified = newFactor(service, identity);

        assertError(429, 60308, () -> Challenge.updater(service, identity, spent)
                .setAuthPayload("123456")
                .update(twilio));
        assertError(403, 60318, () -> Challenge.creator(service, identity, unverified.getSid())
                .create(twilio));
        assertError(404, 20404, () -> Entity.fetcher(service, UUID.randomUUID().toString())
                .fetch(twilio));
        assertError(400, 60306, () -> Service.creator("Owl:Bank").create(twilio));
        assertError(403, 20403, () -> Service.deleter(service).delete(twilio));
        assertError(400, 60306, () -> NewFactor.creator(service, identity, "Push", NewFactor.FactorTypes.PUSH)
                .create(twilio));
        TwilioRestClient stranger = RedirectingHttpClient.client(realm, backend.id(), "wrong");
        assertError(401, 20003, () -> Service.fetcher(service).fetch(stranger));
    }

    @Test
    void worksWithTokens() {
        ClientCredentialProvider credentials =
                new ClientCredentialProvider(backend.id(), backend.secret(), backend::token);
        TwilioRestClient bearer = new TwilioRestClient.Builder(credentials.toAuthStrategy())
                .httpClient(RedirectingHttpClient.of(realm))
                .build();

        Service created = Service.creator("By token").create(bearer);

        assertThat(Service.fetcher(created.getSid()).fetch(bearer)).isEqualTo(created);
        assertThat(Service.deleter(created.getSid()).delete(bearer)).isTrue();
        assertError(404, 20404, () -> Service.fetcher(created.getSid()).fetch(bearer));
    }

    private static NewFactor newFactor(String service, String identity) {
        return NewFactor.creator(service, identity, "Owl's phone", NewFactor.FactorTypes.TOTP)
                .create(twilio);
    }

    /** Of the default Service, which has the higher limits. */
    private static NewFactor verifiedFactor(String username) {
        String service = Service.reader().read(twilio).iterator().next().getSid();
        NewFactor factor = newFactor(service, realm.addUser(username).id());
        assertThat(verify(factor, freshCode(scan(factor))).getStatus()).isEqualTo(Factor.FactorStatuses.VERIFIED);
        return factor;
    }

    private static Factor verify(NewFactor factor, String code) {
        return Factor.updater(factor.getServiceSid(), factor.getIdentity(), factor.getSid())
                .setAuthPayload(code)
                .update(twilio);
    }

    private static AuthenticatorApp scan(NewFactor factor) {
        return AuthenticatorApp.scan(
                ((Map<?, ?>) factor.getBinding()).get("uri").toString());
    }

    private static String freshCode(AuthenticatorApp app) {
        clock.advanceToStepStart(app.period());
        return app.codeAt(clock.now());
    }

    private static List<String> sids(NewFactor factor, long pageSize) {
        return all(Challenge.reader(factor.getServiceSid(), factor.getIdentity())
                        .setPageSize(pageSize)
                        .read(twilio))
                .stream()
                .map(Challenge::getSid)
                .toList();
    }

    private static <T> List<T> all(Iterable<T> resources) {
        List<T> all = new ArrayList<>();
        resources.forEach(all::add);
        return all;
    }

    private static void assertError(int status, int code, ThrowingCallable call) {
        ApiException error = catchThrowableOfType(ApiException.class, call);

        assertThat(error.getStatusCode()).isEqualTo(status);
        assertThat(error.getCode()).isEqualTo(code);
        assertThat(error.getMoreInfo()).isEqualTo("https://www.twilio.com/docs/errors/" + code);
        assertThat(error.getMessage()).isNotBlank();
    }
}
