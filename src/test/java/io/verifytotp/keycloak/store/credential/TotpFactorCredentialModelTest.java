package io.verifytotp.keycloak.store.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TotpFactorCredentialModelTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final EntityKey OWNER = new EntityKey("realm-1", ServiceId.defaultOf("realm-1"), "user-1");
    private static final FactorNotes NOTES = new FactorNotes("Phone", Optional.of("{\"a\":\"ü\\n\"}"));

    private final TotpBinding binding = new TotpBinding(
            OWNER,
            FactorId.random(),
            new TotpParameters(HashAlgorithm.SHA256, 8, Duration.ofSeconds(60)),
            2,
            new SealedSeed("v1.k1.sealed"));
    private final PendingFactor pending =
            new PendingFactor(binding, Optional.of(new SealedNotes("v1.k1.notes")), NOW, NOW.plusSeconds(3600));
    private final TotpFactorCredentialModel model = TotpFactorCredentialModel.of(pending, NOTES, NOW);

    @Nested
    class OfAPendingFactor {
        @Test
        void isTheFactorOfItsOwner() {
            assertThat(model.toFactor(OWNER)).contains(new Factor(binding, NOTES, NOW));
            assertThat(model.isOf(OWNER.service())).isTrue();
            assertThat(model.isReadable()).isTrue();
        }

        @Test
        void isNoFactorOfAnotherService() {
            ServiceId other = ServiceId.random();

            assertThat(model.isOf(other)).isFalse();
            assertThat(model.toFactor(new EntityKey(OWNER.realm(), other, OWNER.identity())))
                    .isEmpty();
        }

        @Test
        void showsNoSealedTextToConsoles() {
            assertThat(model.getCredentialData()).doesNotContain("v1.").contains("sha256");
            assertThat(model.getSecretData()).contains("v1.k1.sealed").doesNotContain("notes");
            assertThat(model.getUserLabel()).isEqualTo("Phone");
        }

        @Test
        void hasNoLabelWhereThereIsNoName() {
            TotpFactorCredentialModel nameless = TotpFactorCredentialModel.of(pending, FactorNotes.NONE, NOW);

            assertThat(nameless.getUserLabel()).isNull();
            assertThat(nameless.toFactor(OWNER).orElseThrow().notes()).isEqualTo(FactorNotes.NONE);
        }
    }

    @Nested
    class Stored {
        @Test
        void isReadAsItWasWritten() {
            assertThat(TotpFactorCredentialModel.of(model).toFactor(OWNER)).isEqualTo(model.toFactor(OWNER));
        }

        /** As version 0.1.0 wrote it, which knew no metadata. */
        @Test
        void needsNoMetadata() {
            TotpFactorCredentialModel old = TotpFactorCredentialModel.of(model);
            old.setCredentialData("{\"service\":\"" + OWNER.service().value()
                    + "\",\"algorithm\":\"sha1\",\"digits\":6,\"period\":30,\"skew\":1}");

            assertThat(old.toFactor(OWNER).orElseThrow().notes()).isEqualTo(FactorNotes.NONE.named("Phone"));
        }

        /** Keycloak lets administrators and users set the label to anything. */
        @Test
        void hasANameOfOneLineWhateverItsLabel() {
            TotpFactorCredentialModel relabelled = TotpFactorCredentialModel.of(model);
            relabelled.setUserLabel(" My\nphone\u0000 ");

            assertThat(relabelled.toFactor(OWNER).orElseThrow().label()).isEqualTo("My phone");
        }

        @Test
        void belongsToEveryServiceWhereItIsDamaged() {
            TotpFactorCredentialModel damaged = TotpFactorCredentialModel.of(model);
            damaged.setCredentialData("{\"service\":");

            assertThat(damaged.isOf(ServiceId.random())).isTrue();
            assertThat(damaged.toFactor(OWNER)).isEmpty();
        }

        /** Keycloak takes any of these from an administrator, an import or a program. */
        @ParameterizedTest
        @MethodSource("io.verifytotp.keycloak.store.credential.TotpFactorCredentialModelTest#damages")
        void isUnreadableWhereItIsDamagedAndBreaksNothing(Damage damage) {
            TotpFactorCredentialModel damaged = damage.of(model);

            assertThat(damaged.isReadable()).isFalse();
            assertThat(damaged.toFactor(OWNER)).isEmpty();
            assertThat(damaged.isOf(OWNER.service())).isTrue();
            assertThat(damaged.contents().toString()).doesNotContain("v1.");
        }

        @Test
        void needsNoDate() {
            TotpFactorCredentialModel undated = TotpFactorCredentialModel.of(model);
            undated.setCreatedDate((Long) null);

            assertThat(undated.toFactor(OWNER).orElseThrow().verifiedAt()).isEqualTo(Instant.EPOCH);
        }
    }

    /** What is wrong with a credential; {@code null} for its id, data or secret leaves that as it was. */
    record Damage(String what, UnaryOperator<TotpFactorCredentialModel> change) {
        TotpFactorCredentialModel of(TotpFactorCredentialModel model) {
            return change.apply(TotpFactorCredentialModel.of(model));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(
                        texts().map(text -> new Damage("data " + text, model -> {
                            model.setCredentialData(text);
                            return model;
                        })),
                        texts().map(text -> new Damage("secret " + text, model -> {
                            model.setSecretData(text);
                            return model;
                        })),
                        Stream.of("", "1", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "1-1-1-1-1", "no-uuid")
                                .map(id -> new Damage("id " + id, model -> {
                                    model.setId(id);
                                    return model;
                                })),
                        Stream.of(
                                        "\"algorithm\":\"md5\"",
                                        "\"algorithm\":null",
                                        "\"algorithm\":1",
                                        "\"digits\":2",
                                        "\"digits\":9",
                                        "\"digits\":\"six\"",
                                        "\"digits\":6.5",
                                        "\"digits\":99999999999",
                                        "\"period\":0",
                                        "\"period\":-30",
                                        "\"period\":[]",
                                        "\"skew\":3",
                                        "\"skew\":-1",
                                        "\"skew\":true",
                                        "\"service\":\"x\"",
                                        "\"service\":{}")
                                .map(field -> new Damage("field " + field, model -> {
                                    // The last of two fields with one name counts.
                                    String data = model.getCredentialData();
                                    model.setCredentialData(data.substring(0, data.length() - 1) + "," + field + "}");
                                    return model;
                                })))
                .flatMap(damages -> damages);
    }

    private static Stream<String> texts() {
        return Stream.of(null, "", " ", "null", "{}", "[]", "1", "\"text\"", "{\"seed\":1}", "{\"a\":", "\u0000");
    }

    @Nested
    class Changed {
        private final TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA512, 6, Duration.ofSeconds(30));
        private final FactorNotes notes = new FactorNotes("Work phone", Optional.empty());
        private final TotpFactorCredentialModel changed =
                model.changed(new FactorChange(binding.factor(), parameters, 0, NOTES), notes);

        @Test
        void keepsIdSeedServiceAndDate() {
            assertThat(changed.getId()).isEqualTo(model.getId());
            assertThat(changed.getSecretData()).isEqualTo(model.getSecretData());
            assertThat(changed.toFactor(OWNER))
                    .contains(new Factor(
                            new TotpBinding(OWNER, binding.factor(), parameters, 0, binding.seed()), notes, NOW));
        }

        @Test
        void leavesTheOneItWasMadeOf() {
            assertThat(model.toFactor(OWNER)).contains(new Factor(binding, NOTES, NOW));
        }
    }
}
