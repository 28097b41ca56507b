package io.verifytotp.keycloak.it.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.mail.Mailbox;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeyRingFile;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a realm's mail server does, requests do not wait for it. The server takes 20 mails, 10 of a realm. */
@Tag("thorough") // it measures, on a machine that does nothing else
class MailServersIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final double TOLERANCE = 2;
    private static final int A_FEW = 20;
    private static final int MANY = 200;
    private static final String API = "manage-verify-totp";

    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        server = KeycloakServer.named("mail-servers")
                .databaseFile()
                .option(OperatorKeys.OPTION, KeyRingFile.create("mail-servers").toString())
                .option("spi-events-listener--verify-totp-notices--queue", "20")
                .option("proxy-headers", "xforwarded")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aServerThatNeverAnswersHoldsNobodyUp() throws Exception {
        try (Mailbox silent = Mailbox.silent();
                Mailbox mailbox = Mailbox.open();
                TestRealm quiet = realm(Map.of());
                TestRealm mute = realm(silent.smtpSettings());
                TestRealm other = realm(mailbox.smtpSettings())) {
            Load.of(quiet, MANY, "warm-up");
            Load before = Load.of(quiet, MANY, "before");
            Load hanging = Load.of(mute, MANY, "hanging");
            Load usual = before.and(Load.of(quiet, MANY, "after"));

            System.out.println("Usual: " + usual + ". With a mail server that never answers: " + hanging);
            assertThat(silent.connections()).isPositive();
            assertThat(Load.median(hanging.logins())).isLessThanOrEqualTo(TOLERANCE * Load.median(usual.logins()));
            assertThat(Load.median(hanging.pages())).isLessThanOrEqualTo(TOLERANCE * Load.median(usual.pages()));
            Metrics metrics = Metrics.of(server);
            assertThat(metrics.mails(mute, "dropped")).isPositive();
            assertThat(metrics.mails(mute, "sent")).isZero();
            assertThat(server.log()).contains("a mail to a user was dropped, because too many wait to be sent");

            ApiFactor.verified(other.api(API), other.addUser("elsewhere"));
            Await.until("a mail of another realm", LIMIT, () -> !mailbox.mails().isEmpty());
            assertThat(Metrics.of(server).mails(mute, "dropped")).isEqualTo(metrics.mails(mute, "dropped"));
        }
    }

    /** Each user mails once; the used codes and the wrong ones take turns. */
    @Test
    void usedAndWrongCodesTakeTheSameTimeHoweverSlowTheServer() {
        try (Mailbox slow = Mailbox.slow(Duration.ofMillis(400));
                TestRealm realm = realm(slow.smtpSettings())) {
            List<EnrolledUser> users = Load.enroll(realm, 2 * A_FEW, "timing");
            List<Double> used = new ArrayList<>();
            List<Double> wrong = new ArrayList<>();
            for (EnrolledUser user : users) {
                double usedTook = millis(() -> refused(user, user.currentCode(), Map.of()));
                double wrongTook = millis(() -> refused(user, user.wrongCode(), Map.of()));
                used.add(usedTook);
                wrong.add(wrongTook);
            }

            System.out.printf("Used: %.1f ms, wrong: %.1f ms%n", Load.median(used), Load.median(wrong));
            assertThat(Load.median(used) / Load.median(wrong)).isBetween(1 / TOLERANCE, TOLERANCE);
            assertThat(slow.connections()).isPositive();
        }
    }

    @Test
    void onlyAnAddressIsShownAsTheAddress() {
        try (Mailbox mailbox = Mailbox.open();
                TestRealm realm = realm(mailbox.smtpSettings())) {
            List<EnrolledUser> users = Load.enroll(realm, 2, "address");
            mailbox.await(2);

            refused(users.get(0), users.get(0).currentCode(), Map.of("X-Forwarded-For", "Your account is at risk."));
            mailbox.await(3);
            refused(users.get(1), users.get(1).currentCode(), Map.of("X-Forwarded-For", "2001:db8:1:2:3:4:5:6"));
            mailbox.await(4);

            assertThat(mailbox.mails().get(2)).contains("IP address: unknown.").doesNotContain("at risk");
            assertThat(mailbox.mails().get(3)).contains("IP address: 2001:db8:1:2:3:4:5:6.");
        }
    }

    private static TestRealm realm(Map<String, String> smtp) {
        return RealmBuilder.aRealm()
                .with("smtpServer", smtp)
                // Or an address that is not the machine's own would need TLS.
                .with("sslRequired", "none")
                .codeRequired()
                .codeRequiredForDirectGrant()
                .createOn(server);
    }

    private static void refused(EnrolledUser user, String code, Map<String, String> headers) {
        var request = Http.postForm(
                user.realm().uri("/protocol/openid-connect/token"),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        TestRealm.CLIENT_ID,
                        "username",
                        user.user().username(),
                        "password",
                        user.user().password(),
                        "totp",
                        code));
        headers.forEach(request::header);
        assertThat(Http.send(request).statusCode()).isEqualTo(400);
    }

    private static double millis(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    /**
     * How long people who all log in at once with a used code have waited, and who looks at a page while half of them
     * wait.
     */
    private record Load(List<Double> logins, List<Double> pages) {
        private static final int AT_A_TIME = 200;

        static Load of(TestRealm realm, int people, String name) throws Exception {
            List<EnrolledUser> users = enroll(realm, MANY, name);
            List<Callable<EnrolledUser.CodePrompt>> prompts = new ArrayList<>();
            users.forEach(user -> prompts.add(user::prompt));
            List<EnrolledUser.CodePrompt> open = Parallel.run(4, prompts);
            String page = realm.keycloak().baseUrl() + "/realms/master";
            AtomicInteger waiting = new AtomicInteger();
            AtomicBoolean ended = new AtomicBoolean();
            List<Double> pages = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    if (waiting.get() >= people / 2) {
                        pages.add(millis(
                                () -> assertThat(Http.answers(URI.create(page))).isTrue()));
                    }
                }
            });
            List<Callable<Double>> answers = IntStream.range(0, people)
                    .mapToObj(i -> (Callable<Double>) () -> {
                        waiting.incrementAndGet();
                        double took = millis(() -> refuse(open.get(i), users.get(i)));
                        waiting.decrementAndGet();
                        return took;
                    })
                    .toList();
            List<Double> logins = Parallel.run(Math.min(people, AT_A_TIME), answers);
            ended.set(true);
            watch.join();
            return new Load(logins, pages);
        }

        private static void refuse(EnrolledUser.CodePrompt prompt, EnrolledUser user) {
            assertThat(prompt.answer(user.currentCode()).isLoggedIn()).isFalse();
        }

        Load and(Load other) {
            return new Load(both(logins, other.logins), both(pages, other.pages));
        }

        private static List<Double> both(List<Double> one, List<Double> other) {
            return Stream.concat(one.stream(), other.stream()).toList();
        }

        /** Users whose current code is used. */
        static List<EnrolledUser> enroll(TestRealm realm, int people, String name) {
            VerifyApi api = realm.api(API);
            List<ApiFactor> factors = IntStream.range(0, people)
                    .mapToObj(i -> ApiFactor.create(api, realm.addUser(name + "-" + i)))
                    .toList();
            factors.get(0).clock().advanceToStepStart(Duration.ofSeconds(30));
            factors.forEach(factor -> assertThat(
                            factor.verify(factor.currentCode()).expect(200).field("status"))
                    .isEqualTo("verified"));
            return factors.stream().map(EnrolledUser::of).toList();
        }

        static double median(List<Double> times) {
            return times.stream().sorted().toList().get(times.size() / 2);
        }

        @Override
        public String toString() {
            return String.format(
                    "%d logins, median %.0f ms; %d pages, median %.0f ms",
                    logins.size(), median(logins), pages.size(), median(pages));
        }
    }
}
