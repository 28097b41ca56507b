package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.FactorImporter;
import io.verifytotp.keycloak.domain.SeedResealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.FactorState;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.Seed;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The real engine with one Service, and memory behind its ports. Users are names; their phones are apps. */
public final class InMemoryVerify {
    private final TestClock clock;
    private final Service service;
    private final SecureRandom random;
    private final SeedSealer sealer;
    private final StorePorts ports;
    private final RecordingEvents events = new RecordingEvents();
    private final VerifyEngine engine;
    private final FactorAdministration administration;
    private final SeedResealer resealer;
    private final FactorImporter importer;

    private InMemoryVerify(TestClock clock, Service service, SecureRandom random, SeedSealer sealer, StorePorts ports) {
        this.clock = clock;
        this.service = service;
        this.random = random;
        this.sealer = sealer;
        this.ports = ports;
        this.engine = new VerifyEngine(clock, random, sealer, ports.store(), ports.seeds(), events);
        this.administration =
                new FactorAdministration(clock, sealer, ports.store(), ports.entities(), ports.changes(), events);
        this.resealer = new SeedResealer(sealer, ports.seeds(), events);
        this.importer = new FactorImporter(clock, sealer, ports.store(), ports.imports(), events);
    }

    public static InMemoryVerify with(TestClock clock) {
        return with(clock, ServiceBuilder.aService());
    }

    public static InMemoryVerify with(TestClock clock, ServiceBuilder service) {
        return new InMemoryVerify(
                clock, service.build(), new SecureRandom(), new FakeSeedSealer(), StorePorts.inMemory());
    }

    /** The same world, whose Service has other options now. */
    public InMemoryVerify with(ServiceBuilder other) {
        return new InMemoryVerify(clock, other.build(), random, sealer, ports);
    }

    /** The same world, with seeds from that source. */
    public InMemoryVerify with(SecureRandom other) {
        return new InMemoryVerify(clock, service, other, sealer, ports);
    }

    /** The same world behind another sealer. */
    public InMemoryVerify with(SeedSealer other) {
        return new InMemoryVerify(clock, service, random, other, ports);
    }

    /** The same world behind other ports. */
    public InMemoryVerify behind(UnaryOperator<VerifyStore> other) {
        return behind(new StorePorts(
                other.apply(ports.store()), ports.entities(), ports.changes(), ports.seeds(), ports.imports()));
    }

    /** The same world behind another port to the sealed seeds. */
    public InMemoryVerify behind(SealedSeeds other) {
        return behind(new StorePorts(ports.store(), ports.entities(), ports.changes(), other, ports.imports()));
    }

    public InMemoryVerify behind(StorePorts other) {
        return new InMemoryVerify(clock, service, random, sealer, other);
    }

    public VerifyEngine engine() {
        return engine;
    }

    public FactorAdministration administration() {
        return administration;
    }

    public SeedResealer resealer() {
        return resealer;
    }

    public FactorImporter importer() {
        return importer;
    }

    public StorePorts ports() {
        return ports;
    }

    public Service service() {
        return service;
    }

    public RecordingEvents events() {
        return events;
    }

    public Enrollment begin(String user) {
        return engine.beginEnrollment(service, user).enrollment().orElseThrow();
    }

    public EnrollmentStart register(String user, FactorPlan plan) {
        return engine.register(service, user, plan);
    }

    /** Begun as by a caller of the API, with that name. */
    public Enrollment register(String user, String name) {
        return register(user, plan(Optional.empty(), FactorNotes.NONE.named(name)))
                .enrollment()
                .orElseThrow();
    }

    /** A plan by the Service's policy, with that seed and these notes. */
    public FactorPlan plan(Optional<Seed> seed, FactorNotes notes) {
        ServicePolicy policy = service.policy();
        return new FactorPlan(policy.parameters(), policy.skew(), seed, Optional.of(notes));
    }

    /** As {@link #confirm}, on behalf of somebody who may manage the user's factors. */
    public EnrollmentOutcome confirmManaged(String user, Enrollment enrollment, String code) {
        return engine.confirmEnrollment(
                service,
                Enrollee.managed(user),
                EnrollmentPrompt.api(enrollment.factor().id()),
                code,
                "");
    }

    public AuthenticatorApp scan(Enrollment enrollment) {
        return scan(enrollment.factor().binding());
    }

    /** An app that has that factor's seed and knows how its codes are made. */
    public AuthenticatorApp scan(TotpBinding binding) {
        OtpAuthUri uri = new OtpAuthUri(
                service.policy().issuer(),
                "somebody",
                sealer.open(binding.owner(), binding.factor(), binding.seed()),
                binding.parameters(),
                Optional.empty());
        return AuthenticatorApp.scan(uri.expose());
    }

    /** Answers the page that shows that enrollment now. */
    public EnrollmentOutcome confirm(String user, Enrollment enrollment, String code, String label) {
        return confirm(proving(user), page(enrollment), code, label);
    }

    public EnrollmentOutcome confirm(Enrollee enrollee, EnrollmentPrompt page, String code, String label) {
        return engine.confirmEnrollment(service, enrollee, page, code, label);
    }

    /** The page that shows that enrollment, as it would be shown now. */
    public EnrollmentPrompt page(Enrollment enrollment) {
        FactorState state = ports.store()
                .states()
                .of(enrollment.factor().binding().owner())
                .get(enrollment.factor().id());
        return EnrollmentPrompt.page(enrollment.factor().id(), state == null ? 0 : state.failures());
    }

    /** The same in a session that has proved no factor, or another user's. */
    public EnrollmentOutcome confirm(Enrollee enrollee, Enrollment enrollment, String code) {
        return confirm(enrollee, page(enrollment), code, "Unproved");
    }

    /** The user in a session that has proved the first factor, if there is one. */
    public Enrollee proving(String user) {
        return Enrollee.inSession(
                user,
                engine.factors(service, user).stream()
                        .findFirst()
                        .map(factor -> Proof.ofFactor(user, Proof.Kind.CODE, factor.id(), clock.instant())));
    }

    /** The app of a verified factor. A step later, so that the code which verified it is not the current one. */
    public AuthenticatorApp enrollApp(String user) {
        return enrollApp(user, "");
    }

    public AuthenticatorApp enrollApp(String user, String label) {
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
    public FactorId factorOf(String user) {
        return engine.factors(service, user).get(0).id();
    }

    /** A new challenge for the user's only factor, or the first. */
    public Challenge openChallenge(String user) {
        return openChallenge(user, factorOf(user));
    }

    public Challenge openChallenge(String user, FactorId factor) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(service.policy().challengeLifetime());
        return Challenge.opened(service.entity(user), factor, Optional.empty(), ChallengeContents.NONE, now, expiresAt);
    }

    /** Stores a challenge without an answer; returns false if there are too many. */
    public boolean storeChallenge(String user) {
        ChallengeRequest request = new ChallengeRequest(ChallengeContents.NONE, Optional.empty());
        return engine().open(service, user, factorOf(user), request).isPresent();
    }

    /** A page that asks the user for a code. */
    public CodePrompt prompt(String user) {
        return new CodePrompt(factorOf(user), ChallengeId.random(), 0, Optional.empty(), Optional.of("owlbank"));
    }

    /** The page that follows that outcome. */
    public CodePrompt next(ChallengeOutcome outcome) {
        Challenge challenge = outcome.challenge();
        return new CodePrompt(
                challenge.factor(),
                challenge.id(),
                challenge.wrongAnswers(),
                Optional.of(challenge.createdAt()),
                challenge.client());
    }

    public ChallengeOutcome answer(String user, CodePrompt prompt, String code) {
        return engine.answer(service, user, ports.factors().find(service.entity(user), prompt.factor()), prompt, code);
    }

    /** The challenge as it is stored, open or not. */
    public Challenge stored(Challenge challenge) {
        return ports.challenges().find(challenge.owner(), challenge.id()).orElseThrow();
    }

    public ChallengeOutcome answer(Challenge challenge, String code) {
        return engine.answer(service, challenge, code);
    }

    /** How a code ends in a new challenge. */
    public Verdict answerNewChallenge(String user, String code) {
        return answer(openChallenge(user), code).verdict();
    }
}
