package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.OtpAuthUri;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The real engine with one Service, and memory behind its ports. Users are names; their phones are apps. */
final class InMemoryVerify {
    private final TestClock clock;
    private final Service service;
    private final SecureRandom random;
    private final SeedSealer sealer;
    private final VerifyStore store;
    private final RecordingEvents events = new RecordingEvents();
    private final VerifyEngine engine;

    private InMemoryVerify(
            TestClock clock, Service service, SecureRandom random, SeedSealer sealer, VerifyStore store) {
        this.clock = clock;
        this.service = service;
        this.random = random;
        this.sealer = sealer;
        this.store = store;
        this.engine = new VerifyEngine(clock, random, sealer, store, events);
    }

    static InMemoryVerify with(TestClock clock) {
        return with(clock, ServiceBuilder.aService());
    }

    static InMemoryVerify with(TestClock clock, ServiceBuilder service) {
        InMemoryFactorLedger ledger = new InMemoryFactorLedger();
        InMemoryFactors factors = new InMemoryFactors();
        VerifyStore store = new VerifyStore(factors, new InMemoryEnrollments(factors, ledger), ledger, ledger);
        return new InMemoryVerify(clock, service.build(), new SecureRandom(), new FakeSeedSealer(), store);
    }

    /** The same world, whose Service has other options now. */
    InMemoryVerify with(ServiceBuilder other) {
        return new InMemoryVerify(clock, other.build(), random, sealer, store);
    }

    /** The same world, with seeds from that source. */
    InMemoryVerify with(SecureRandom other) {
        return new InMemoryVerify(clock, service, other, sealer, store);
    }

    /** The same world behind another sealer. */
    InMemoryVerify with(SeedSealer other) {
        return new InMemoryVerify(clock, service, random, other, store);
    }

    /** The same world behind other ports. */
    InMemoryVerify behind(UnaryOperator<VerifyStore> other) {
        return new InMemoryVerify(clock, service, random, sealer, other.apply(store));
    }

    VerifyEngine engine() {
        return engine;
    }

    Service service() {
        return service;
    }

    RecordingEvents events() {
        return events;
    }

    Enrollment begin(String user) {
        return engine.beginEnrollment(service, user);
    }

    AuthenticatorApp scan(Enrollment enrollment) {
        OtpAuthUri uri = new OtpAuthUri(
                service.policy().issuer(),
                "somebody",
                enrollment.seed(),
                enrollment.factor().binding().parameters(),
                Optional.empty());
        return AuthenticatorApp.scan(uri.expose());
    }

    EnrollmentOutcome confirm(String user, Enrollment enrollment, String code, String label) {
        return engine.confirmEnrollment(
                service, proving(user), enrollment.factor().id(), code, label);
    }

    /** The same in a session that has proved no factor, or another user's. */
    EnrollmentOutcome confirm(Enrollee enrollee, Enrollment enrollment, String code) {
        return engine.confirmEnrollment(service, enrollee, enrollment.factor().id(), code, "Unproved");
    }

    /** The user in a session that has proved the first factor, if there is one. */
    Enrollee proving(String user) {
        return new Enrollee(
                user, engine.factors(service, user).stream().map(Factor::id).findFirst());
    }

    /** The app of a verified factor. A step later, so that the code which verified it is not the current one. */
    AuthenticatorApp enrollApp(String user) {
        return enrollApp(user, "");
    }

    AuthenticatorApp enrollApp(String user, String label) {
        Enrollment enrollment = begin(user);
        AuthenticatorApp app = scan(enrollment);
        EnrollmentOutcome outcome = confirm(user, enrollment, app.codeAt(clock.instant()), label);
        if (outcome.verdict() != EnrollmentVerdict.VERIFIED) {
            throw new AssertionError("not enrolled: " + outcome);
        }
        clock.advance(service.policy().parameters().period());
        return app;
    }

    /** The user's only factor, or the first. */
    FactorId factorOf(String user) {
        return engine.factors(service, user).get(0).id();
    }

    /** A new challenge for the user's only factor, or the first. */
    Challenge openChallenge(String user) {
        return openChallenge(user, factorOf(user));
    }

    Challenge openChallenge(String user, FactorId factor) {
        return engine.challenge(service, user, factor, Optional.empty(), Optional.empty());
    }

    /** The challenge to answer for a user who remembers that one. */
    Challenge reopenChallenge(String user, Challenge remembered) {
        return engine.challenge(service, user, factorOf(user), Optional.of(remembered.id()), Optional.empty());
    }

    /** The challenge as it is stored, open or not. */
    Challenge stored(Challenge challenge) {
        return store.challenges().find(challenge.owner(), challenge.id()).orElseThrow();
    }

    ChallengeOutcome answer(Challenge challenge, String code) {
        return engine.answer(service, challenge, code);
    }

    /** How a code ends in a new challenge. */
    Verdict answerAnew(String user, String code) {
        return answer(openChallenge(user), code).verdict();
    }
}
