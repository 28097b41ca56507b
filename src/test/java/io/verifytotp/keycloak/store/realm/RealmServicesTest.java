package io.verifytotp.keycloak.store.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;

class RealmServicesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final FakeRealm realm = new FakeRealm();
    private final RealmServices services = RealmServices.ofSessions().apply(realm.session());

    @Nested
    class TheDefaultOne {
        @Test
        void isFirstAndHasTheRealmsName() {
            services.create(FakeRealm.ID, "Branch", Map.of(), NOW);
            realm.called("Owl Bank");

            ConfiguredService first = services.of(FakeRealm.ID).get(0);

            assertThat(first.isDefault()).isTrue();
            assertThat(first.name()).isEqualTo("Owl Bank");
            assertThat(first.service()).isEqualTo(services.defaultOf(FakeRealm.ID));
            assertThat(first.service().policy().issuer()).isEqualTo("Owl Bank");
            assertThat(first.createdAt()).isEmpty();
            assertThat(services.find(FakeRealm.ID, ServiceId.defaultOf(FakeRealm.ID)))
                    .contains(first);
        }

        @Test
        void isUpdatedWhereTheConsoleKeepsIt() {
            realm.configured(Map.of("skew", "2", "codeLength", "8", "max_auth_age", "300"));

            ConfiguredService updated = services.update(
                            theDefault(), "ignored", Map.of("codeLength", "7", "maxFactors", "3"), NOW)
                    .orElseThrow();

            assertThat(realm.configuration())
                    .containsOnly(
                            Map.entry("codeLength", "7"),
                            Map.entry("maxFactors", "3"),
                            Map.entry("max_auth_age", "300"));
            assertThat(updated).isEqualTo(theDefault());
            assertThat(updated.service().policy().skew()).isEqualTo(1);
            assertThat(updated.service().policy().maxFactors()).isEqualTo(3);
            assertThat(updated.name()).isEqualTo("owlbank");
        }

        @Test
        void showsItsOwnOptionsOnly() {
            Map<String, String> values = new HashMap<>(Map.of("skew", "2", "max_auth_age", "300"));
            values.put("issuer", null);
            realm.configured(values);

            assertThat(theDefault().values()).containsOnly(Map.entry("skew", "2"));
        }

        @Test
        void hasDefaultsForWhatIsWrong() {
            realm.configured(Map.of("skew", "9", "codeLength", "3", "maxFactors", "2"));

            assertThat(theDefault().service().policy().skew()).isEqualTo(1);
            assertThat(theDefault().service().policy().parameters().digits()).isEqualTo(6);
            assertThat(theDefault().service().policy().maxFactors()).isEqualTo(2);
        }

        @Test
        void showsWhatCountsForWhatIsWrong() {
            realm.configured(Map.of("skew", "9", "issuer", "a:b", "maxFactors", "2", "max_auth_age", "300"));

            assertThat(theDefault().values()).containsOnly(Map.entry("skew", "1"), Map.entry("maxFactors", "2"));
        }

        @Test
        void isRepairedByAnUpdate() {
            realm.configured(Map.of("skew", "9", "issuer", "a:b", "max_auth_age", "300"));

            services.update(theDefault(), "ignored", theDefault().values(), NOW);

            assertThat(realm.configuration()).containsOnly(Map.entry("skew", "1"), Map.entry("max_auth_age", "300"));
        }

        @Test
        void isThereWithoutTheRequiredAction() {
            realm.withoutRequiredAction();

            assertThat(theDefault().values()).isEmpty();
            assertThat(theDefault().service().policy().maxFactors()).isEqualTo(1);
        }

        @Test
        void isParsedAgainOnlyAfterAChange() {
            realm.configured(Map.of("maxFactors", "2"));
            Service first = services.defaultOf(FakeRealm.ID);

            assertThat(services.defaultOf(FakeRealm.ID)).isSameAs(first);
            realm.configured(Map.of("maxFactors", "3"));
            assertThat(services.defaultOf(FakeRealm.ID).policy().maxFactors()).isEqualTo(3);
            realm.called("Owl Bank");
            assertThat(services.defaultOf(FakeRealm.ID).policy().issuer()).isEqualTo("Owl Bank");
        }

        @Test
        void isNotRemoved() {
            assertThatIllegalArgumentException().isThrownBy(() -> services.remove(theDefault()));
        }

        private ConfiguredService theDefault() {
            return services.of(FakeRealm.ID).get(0);
        }
    }

    @Nested
    class AFurtherOne {
        private final ConfiguredService branch =
                services.create(FakeRealm.ID, "Branch", Map.of("codeLength", "4", "skew", "2"), NOW);
        private final ServiceId id = branch.service().id();

        @Test
        void isKeptAsAComponent() {
            assertThat(services.find(FakeRealm.ID, id)).contains(branch);
            assertThat(branch.isDefault()).isFalse();
            assertThat(branch.name()).isEqualTo("Branch");
            assertThat(branch.createdAt()).contains(NOW);
            assertThat(branch.updatedAt()).contains(NOW);
            assertThat(branch.value(ServiceOption.CODE_LENGTH)).contains("4");
            assertThat(branch.service().realm()).isEqualTo(FakeRealm.ID);
            assertThat(branch.service().policy().parameters().digits()).isEqualTo(4);
            assertThat(branch.service().policy().issuer()).isEqualTo("Branch");
            assertThat(realm.component(id.key()).getProviderId()).isEqualTo("verify-totp-service");
        }

        @Test
        void isUpdatedAsAWhole() {
            Instant later = NOW.plusSeconds(60);

            ConfiguredService updated = services.update(branch, "Other branch", Map.of("maxFactors", "3"), later)
                    .orElseThrow();

            assertThat(updated.service().id()).isEqualTo(id);
            assertThat(updated.name()).isEqualTo("Other branch");
            assertThat(updated.values()).containsOnly(Map.entry("maxFactors", "3"));
            assertThat(updated.service().policy().parameters().digits()).isEqualTo(6);
            assertThat(updated.createdAt()).contains(NOW);
            assertThat(updated.updatedAt()).contains(later);
            assertThat(services.find(FakeRealm.ID, id)).contains(updated);
        }

        /** Other requests read it at the same time. */
        @Test
        void isUpdatedBesideWhatIsInTheCache() {
            ComponentModel cached = realm.component(id.key());
            ComponentModel before = new ComponentModel(cached);

            services.update(branch, "Other branch", Map.of("maxFactors", "3"), NOW.plusSeconds(60));

            assertThat(cached.getConfig()).isEqualTo(before.getConfig());
            assertThat(cached.getName()).isEqualTo("Branch");
        }

        @Test
        void isNeitherUpdatedNorRemovedOnceItIsGone() {
            services.remove(branch);

            assertThat(services.update(branch, "Again", Map.of(), NOW)).isEmpty();
            services.remove(branch);

            assertThat(services.of(FakeRealm.ID)).hasSize(1);
        }

        @Test
        void isRemovedAlone() {
            ConfiguredService other = services.create(FakeRealm.ID, "Other", Map.of(), NOW);

            services.remove(branch);

            assertThat(services.find(FakeRealm.ID, id)).isEmpty();
            assertThat(services.find(FakeRealm.ID, other.service().id())).contains(other);
        }

        @Test
        void comesAfterOlderOnes() {
            ConfiguredService younger = services.create(FakeRealm.ID, "A", Map.of(), NOW.plusSeconds(1));
            ConfiguredService older = services.create(FakeRealm.ID, "B", Map.of(), NOW.minusSeconds(1));

            assertThat(services.of(FakeRealm.ID).subList(1, 4)).isEqualTo(List.of(older, branch, younger));
        }

        @Test
        void hasDefaultsForWhatWasChangedByHand() {
            ComponentModel component = new ComponentModel(realm.component(id.key()));
            component.put("codeLength", "2");
            component.put("createdAt", "yesterday");
            component.getConfig().remove("updatedAt");
            realm.keep(component);

            ConfiguredService found = services.find(FakeRealm.ID, id).orElseThrow();

            assertThat(found.service().policy().parameters().digits()).isEqualTo(6);
            assertThat(found.value(ServiceOption.CODE_LENGTH)).contains("6");
            assertThat(found.service().policy().skew()).isEqualTo(2);
            assertThat(found.createdAt()).isEqualTo(Optional.empty());
            assertThat(found.updatedAt()).isEqualTo(Optional.empty());
        }

        @Test
        void isRepairedByAnUpdate() {
            ComponentModel component = new ComponentModel(realm.component(id.key()));
            component.put("codeLength", "99");
            component.put("issuer", "a:b");
            realm.keep(component);
            ConfiguredService wrong = services.find(FakeRealm.ID, id).orElseThrow();

            services.update(wrong, "Branch", wrong.values(), NOW);

            ComponentModel stored = realm.component(id.key());
            assertThat(stored.get("codeLength")).isEqualTo("6");
            assertThat(stored.get("skew")).isEqualTo("2");
            assertThat(stored.get("issuer")).isNull();
        }

        @Test
        void isNoOtherComponentOfTheRealm() {
            ComponentModel foreign = new ComponentModel(realm.component(id.key()));
            foreign.setId(UUID.randomUUID().toString());
            foreign.setProviderType("org.keycloak.keys.KeyProvider");
            realm.keep(foreign);

            assertThat(services.of(FakeRealm.ID)).hasSize(2);
            assertThat(services.find(FakeRealm.ID, new ServiceId(UUID.fromString(foreign.getId()))))
                    .isEmpty();
        }
    }

    @Nested
    class Checked {
        private final TotpServiceComponentFactory factory = new TotpServiceComponentFactory();
        private final ComponentModel component = new ComponentModel();

        Checked() {
            component.setId(UUID.randomUUID().toString());
            component.put("codeLength", "3");
        }

        @Test
        void isWhatTheApiTakes() {
            factory.validateConfiguration(realm.session(), realm.model(), component);
            component.setId(null);
            factory.validateConfiguration(realm.session(), realm.model(), component);
        }

        @Test
        void isEveryOption() {
            component.put("skew", "9");

            assertThatExceptionOfType(ComponentValidationException.class)
                    .isThrownBy(() -> factory.validateConfiguration(realm.session(), realm.model(), component))
                    .withMessage("Skew (time steps) must be a whole number from 0 to 2.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "6f9619ff8b86d011b42d00cf4fc964ff"})
        void isTheId(String id) {
            component.setId(id);

            assertThatExceptionOfType(ComponentValidationException.class)
                    .isThrownBy(() -> factory.validateConfiguration(realm.session(), realm.model(), component));
        }

        @Test
        void isWhatConsolesShow() {
            assertThat(factory.getConfigProperties()).hasSize(ServiceOption.values().length + 2);
            assertThat(factory.getId()).isEqualTo("verify-totp-service");
        }
    }
}
