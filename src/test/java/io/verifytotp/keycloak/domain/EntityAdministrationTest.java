package io.verifytotp.keycloak.domain;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryFactors;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.StorePorts;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.Entities;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Entities that {@link FactorAdministration} knows. */
class EntityAdministrationTest {
    private static final PageRequest ALL = new PageRequest(1000, Optional.empty(), false, false);

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final FactorAdministration administration = verify.administration();
    private final EntityKey alice = verify.service().entity("alice");

    @Nested
    class Made {
        @Test
        void areThereOnce() {
            Entity made = administration.createEntity(alice).orElseThrow();

            assertThat(made).isEqualTo(new Entity(alice, clock.instant()));
            assertThat(administration.createEntity(alice)).isEmpty();
            assertThat(administration.entity(alice)).contains(made);
        }

        @Test
        void areMadeByAnEnrollmentToo() {
            verify.begin("alice");

            assertThat(administration.entity(alice)).contains(new Entity(alice, clock.instant()));
        }

        @Test
        void areListedByService() {
            administration.createEntity(alice);
            Service other = new Service(
                    ServiceId.random(), alice.realm(), verify.service().policy());
            administration.createEntity(other.entity("alice"));

            assertThat(administration.entities(verify.service(), ALL).items())
                    .extracting(Entity::key)
                    .containsExactly(alice);
            assertThat(administration.entities(other, ALL).items())
                    .extracting(Entity::key)
                    .containsExactly(other.entity("alice"));
        }
    }

    @Nested
    class Unknown {
        @Test
        void areNotMadeByAsking() {
            assertThat(administration.entity(alice)).isEmpty();
            assertThat(administration.entities(verify.service(), ALL).items()).isEmpty();
            assertThat(administration.removeEntity(alice)).isFalse();
        }

        /** As after a realm import, which brings the credentials only. */
        @Test
        void getTheirRecordWhereTheyHaveAFactor() {
            FactorAdministration imported =
                    verify.behind(withFactorOfAlice(verify.ports().entities())).administration();

            assertThat(imported.entity(alice)).contains(new Entity(alice, clock.instant()));
            clock.advance(Duration.ofDays(1));
            assertThat(imported.entity(alice).orElseThrow().createdAt())
                    .isEqualTo(clock.instant().minus(Duration.ofDays(1)));
            assertThat(imported.entities(verify.service(), ALL).items()).hasSize(1);
        }

        @Test
        void areFoundWhereAnotherRequestMakesTheirRecordAtTheSameTime() {
            Entities late = new LateEntities(verify.ports().entities());

            assertThat(verify.behind(withFactorOfAlice(late)).administration().entity(alice))
                    .contains(new Entity(alice, clock.instant()));
        }

        private StorePorts withFactorOfAlice(Entities entities) {
            InMemoryFactors factors = new InMemoryFactors();
            factors.add(aFactor().ownedBy(alice).verifiedAt(clock.instant()));
            VerifyStore store = verify.ports().store();
            return new StorePorts(
                    new VerifyStore(factors, store.enrollments(), store.challenges(), store.states(), store.ledger()),
                    entities,
                    verify.ports().changes(),
                    verify.ports().seeds(),
                    verify.ports().imports());
        }
    }

    @Nested
    class Removed {
        @Test
        void takeTheirFactorsAndChallengesWithThem() {
            AuthenticatorApp app = verify.enrollApp("alice");
            Challenge challenge = verify.openChallenge("alice");
            verify.answer(challenge, app.codeAt(clock.instant()));

            assertThat(administration.removeEntity(alice)).isTrue();

            assertThat(administration.entity(alice)).isEmpty();
            assertThat(administration.factors(alice, ALL).items()).isEmpty();
            assertThat(administration.challenge(alice, challenge.id())).isEmpty();
            assertThat(verify.engine().isEnrolled(verify.service(), "alice")).isFalse();
        }

        @Test
        void withTheirServiceAreAllOfItsEntitiesAndNoOthers() {
            for (int i = 0; i < 250; i++) {
                administration.createEntity(verify.service().entity("user " + i));
                clock.advance(Duration.ofMillis(i % 3));
            }
            Service other = new Service(
                    ServiceId.random(), alice.realm(), verify.service().policy());
            administration.createEntity(other.entity("user 1"));

            administration.removeEntities(verify.service());

            assertThat(administration.entities(verify.service(), ALL).items()).isEmpty();
            assertThat(administration.entities(other, ALL).items()).hasSize(1);
        }
    }

    @Nested
    class ThatCannotBeRemoved {
        /** A removal that changes nothing must not be tried for ever. */
        @Test
        void areTriedOnce() {
            for (int i = 0; i < 150; i++) {
                administration.createEntity(verify.service().entity("user " + i));
            }
            List<EntityKey> tried = new ArrayList<>();
            Entities immovable = new ImmovableEntities(verify.ports().entities(), tried);
            StorePorts ports = verify.ports();

            verify.behind(new StorePorts(ports.store(), immovable, ports.changes(), ports.seeds(), ports.imports()))
                    .administration()
                    .removeEntities(verify.service());

            assertThat(tried).hasSize(150).doesNotHaveDuplicates();
        }
    }

    /** Passes everything on. */
    private static class PassedOn implements Entities {
        private final Entities real;

        PassedOn(Entities real) {
            this.real = real;
        }

        @Override
        public boolean create(EntityKey key, Instant now) {
            return real.create(key, now);
        }

        @Override
        public Optional<Entity> find(EntityKey key) {
            return real.find(key);
        }

        @Override
        public Page<Entity> page(String realm, ServiceId service, PageRequest request) {
            return real.page(realm, service, request);
        }

        @Override
        public boolean remove(EntityKey key) {
            return real.remove(key);
        }
    }

    /** Hostile: removes nothing, and fails the test where it is asked without end. */
    private static final class ImmovableEntities extends PassedOn {
        private static final int ENDLESS = 1000;

        private final List<EntityKey> tried;

        ImmovableEntities(Entities real, List<EntityKey> tried) {
            super(real);
            this.tried = tried;
        }

        @Override
        public boolean remove(EntityKey key) {
            tried.add(key);
            if (tried.size() > ENDLESS) {
                throw new AssertionError("asked again and again");
            }
            return false;
        }
    }

    /** Hostile: somebody else makes each Entity just before. */
    private static final class LateEntities extends PassedOn {
        LateEntities(Entities real) {
            super(real);
        }

        @Override
        public boolean create(EntityKey key, Instant now) {
            super.create(key, now);
            return super.create(key, now);
        }
    }
}
