package io.verifytotp.keycloak.login.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.service.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** The running flow says in which Service a user has to have a factor; in doubt the user is asked. */
class FlowEnrollmentTest {
    private final FlowsInMemory realm = new FlowsInMemory();
    private final Service stage = realm.addService("Stage");

    @BeforeEach
    void addFlows() {
        realm.addFlow("browser", true);
        realm.addPassword("browser");
        realm.addSubFlow("browser", "browser forms");
        realm.addFlow("reset", true);
        realm.addPassword("reset");
    }

    @Nested
    class WhereNoServiceIsNamed {
        @Test
        void theDefaultOneCounts() {
            realm.addOurs("browser forms", null);
            runs("authenticate", "browser");
            realm.enroll(stage);
            assertThat(isEnrolled()).isFalse();

            realm.enroll(realm.byDefault());
            assertThat(isEnrolled()).isTrue();
        }

        @Test
        void aBlankNameIsNone() {
            realm.addOurs("browser forms", "  ");
            runs("authenticate", "browser");
            realm.enroll(realm.byDefault());

            assertThat(isEnrolled()).isTrue();
        }
    }

    @Nested
    class WhereTheFlowNamesAService {
        @BeforeEach
        void nameStage() {
            realm.addOurs("browser forms", stage.id().publicId());
            realm.addOurs("reset", null);
        }

        @Test
        void onlyThatOneCounts() {
            runs("authenticate", "browser");
            realm.enroll(realm.byDefault());
            assertThat(isEnrolled()).isFalse();

            realm.enroll(stage);
            assertThat(isEnrolled()).isTrue();
        }

        @Test
        void anotherFlowUsesItsOwn() {
            runs("reset-credentials", "reset");
            realm.statuses.put("browser password", ExecutionStatus.CHALLENGED);
            realm.enroll(stage);

            assertThat(isEnrolled()).isFalse();
        }

        @Test
        void aDirectGrantUsesItsOwn() {
            addDirectGrantOfStage();
            realm.statuses.put("direct grant password", ExecutionStatus.SUCCESS);
            assertThat(isEnrolled()).isFalse();

            realm.enroll(stage);
            assertThat(isEnrolled()).isTrue();
        }

        @Test
        void aDirectGrantThatHasNotRunIsNotMeant() {
            addDirectGrantOfStage();
            realm.statuses.put("reset password", ExecutionStatus.SUCCESS);
            realm.enroll(stage);

            assertThat(isEnrolled()).isFalse();
        }

        private void addDirectGrantOfStage() {
            realm.addFlow("direct grant", true);
            realm.addPassword("direct grant");
            realm.addOurs("direct grant", stage.id().publicId());
        }

        @Test
        void aFlowWithoutItsPathIsFoundByWhatHasRun() {
            realm.statuses.put("reset password", ExecutionStatus.SUCCESS);
            realm.enroll(stage);

            assertThat(isEnrolled()).isFalse();
        }

        @Test
        void inDoubtEveryFlowCounts() {
            realm.enroll(stage);
            assertThat(isEnrolled()).isTrue();

            realm.notes.put(AuthenticationProcessor.CURRENT_FLOW_PATH, "authenticate");
            assertThat(isEnrolled()).isTrue();
        }

        @Test
        void aDisabledStepDoesNotCount() {
            realm.addOurs("browser forms", realm.byDefault().id().publicId()).setRequirement(Requirement.DISABLED);
            runs("authenticate", "browser");
            realm.enroll(realm.byDefault());

            assertThat(isEnrolled()).isFalse();
        }
    }

    @Nested
    class AfterALoginAtAnIdentityProvider {
        private final IdentityProviderModel partner = new IdentityProviderModel();

        @BeforeEach
        void addPartner() {
            realm.providers.put("partner", partner);
            realm.addFlow("first broker", true);
            realm.addOurs("first broker", null);
            realm.addFlow("of the partner", true);
            realm.addOurs("of the partner", stage.id().publicId());
            realm.addOurs("browser forms", null);
            realm.statuses.put("browser password", ExecutionStatus.CHALLENGED);
            realm.enroll(stage);
        }

        @Test
        void thePostLoginFlowOfTheProviderRuns() {
            partner.setPostBrokerLoginFlowId("of the partner");
            runsAfter("post-broker-login", PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);

            assertThat(isEnrolled()).isTrue();
        }

        @Test
        void theFirstLoginFlowIsTheProvidersOrElseTheRealms() {
            runsAfter("first-broker-login", AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
            assertThat(isEnrolled()).isFalse();

            partner.setFirstBrokerLoginFlowId("of the partner");
            assertThat(isEnrolled()).isTrue();
        }

        private void runsAfter(String path, String note) {
            realm.notes.put(AuthenticationProcessor.CURRENT_FLOW_PATH, path);
            realm.notes.put(note, "{\"identityProviderId\":\"partner\"}");
        }
    }

    @Test
    void oneOfSeveralServicesOfAFlowIsEnoughToBeAsked() {
        realm.addOurs("browser forms", null);
        realm.addOurs("browser forms", stage.id().publicId());
        runs("authenticate", "browser");
        assertThat(isEnrolled()).isFalse();

        realm.enroll(stage);
        assertThat(isEnrolled()).isTrue();
    }

    @Test
    void aServiceThatDoesNotExistSkipsNoStep() {
        runs("authenticate", "browser");
        realm.addOurs("browser forms", stage.id().publicId());
        assertThat(isEnrolled()).isFalse();

        realm.removeService(stage);
        assertThat(isEnrolled()).isTrue();
    }

    private void runs(String path, String flow) {
        realm.notes.put(AuthenticationProcessor.CURRENT_FLOW_PATH, path);
        realm.statuses.put(flow + " password", ExecutionStatus.SUCCESS);
    }

    private boolean isEnrolled() {
        return new FlowEnrollment(realm.verify(), realm.keycloak(), realm.realm()).isEnrolled(FlowsInMemory.USER);
    }
}
