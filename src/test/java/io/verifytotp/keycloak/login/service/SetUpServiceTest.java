package io.verifytotp.keycloak.login.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.service.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** The Service in which a login sets a factor up next. */
class SetUpServiceTest {
    private static final String ENROLL = "verify-totp-enroll";

    private final FlowsInMemory realm = new FlowsInMemory();
    private final Service stage = realm.addService("Stage");
    private final Service production = realm.addService("Production");

    @BeforeEach
    void addFlow() {
        realm.addFlow("browser", true);
    }

    @Test
    void isTheDefaultOneIfNothingIsNamed() {
        assertThat(setUp().next()).contains(realm.byDefault());
        assertThat(setUp().isOwed()).isFalse();
    }

    @Test
    void isThatOfTheRequiredActionOutsideOfAFlow() {
        realm.actionConfig.put("service", stage.id().publicId());

        assertThat(setUp().next()).contains(stage);
    }

    @Test
    void isThatOfTheStepThatDemandsIt() {
        realm.actionConfig.put("service", stage.id().publicId());
        demand(production.id().publicId());

        assertThat(setUp().next()).contains(production);
        assertThat(setUp().isOwed()).isTrue();
    }

    @Test
    void isNotOwedOnceItIsSetUp() {
        demand(production.id().publicId());
        realm.enroll(production);

        assertThat(setUp().isOwed()).isFalse();
        assertThat(setUp().next()).contains(production);
    }

    @Test
    void isNotOwedOnceTheLoginHasSetItUpWhateverTheRequestHasReadBefore() {
        demand(production.id().publicId());
        SetUpService.finish(realm.login(), stage);
        assertThat(setUp().isOwed()).isTrue();

        SetUpService.finish(realm.login(), production);
        assertThat(setUp().isOwed()).isFalse();
    }

    @Test
    void isNotDecidedByAStepThatWasPassedOrIsNotOurs() {
        realm.statuses.put(realm.addOurs("browser", stage.id().publicId()).getId(), ExecutionStatus.SUCCESS);
        realm.statuses.put(realm.addPassword("browser").getId(), ExecutionStatus.SETUP_REQUIRED);
        realm.statuses.put("deleted in the meantime", ExecutionStatus.SETUP_REQUIRED);

        assertThat(setUp().next()).contains(realm.byDefault());
        assertThat(setUp().isOwed()).isFalse();
    }

    @Test
    void isFirstThatWhichAnAdministratorOrApplicationAsksFor() {
        demand(production.id().publicId());
        realm.userActions.add(ENROLL);
        assertThat(setUp().next()).contains(realm.byDefault());

        realm.userActions.clear();
        realm.clientNotes.put("kc_action", ENROLL);
        assertThat(setUp().next()).contains(realm.byDefault());
        assertThat(setUp().isOwed()).isTrue();
    }

    @Test
    void comesOneAfterTheOther() {
        demand(stage.id().publicId());
        demand(production.id().publicId());
        Service first = setUp().next().orElseThrow();
        realm.enroll(first);

        assertThat(setUp().next()).contains(first.equals(stage) ? production : stage);
    }

    @Test
    void isTheOtherOneIfOneIsPostponed() {
        demand(stage.id().publicId());
        demand(production.id().publicId());
        realm.notes.put(SetUpService.postponed(stage), "true");
        assertThat(setUp().next()).contains(production);

        realm.notes.put(SetUpService.postponed(production), "true");
        assertThat(setUp().next()).isPresent();
        assertThat(setUp().isOwed()).isTrue();
    }

    @Test
    void doesNotExistIfTheConfigurationSaysSo() {
        realm.actionConfig.put("service", "Stage");
        assertThat(setUp().next()).isEmpty();

        demand(production.id().publicId());
        assertThat(setUp().next()).contains(production);
        realm.removeService(production);
        assertThat(setUp().next()).isEmpty();
        assertThat(setUp().isOwed()).isTrue();
    }

    @Test
    void ofAFormIsThatOfItsPage() {
        SetUpService.remember(realm.login(), stage);
        assertThat(setUp().shown()).contains(stage);

        realm.removeService(stage);
        assertThat(setUp().shown()).isEmpty();
        SetUpService.finish(realm.login(), stage);
        assertThat(setUp().shown()).contains(realm.byDefault());
    }

    @Test
    void isStillOwedDuringAnOutage() {
        demand(production.id().publicId());
        realm.enroll(production);
        realm.outage = true;

        assertThat(setUp().isOwed()).isTrue();
        assertThat(setUp().next()).contains(production);
    }

    @Test
    void theNoteOfTheDefaultServiceKeepsItsOldName() {
        assertThat(SetUpService.postponed(realm.byDefault())).isEqualTo("verify-totp.put-off");
        assertThat(SetUpService.postponed(stage)).isNotEqualTo(SetUpService.postponed(production));
    }

    @Test
    void allThatLoginsNameBeginWithTheDefaultOne() {
        realm.addOurs("browser", production.id().publicId());
        realm.addOurs("browser", "no Service");
        realm.addOurs("browser", null);
        realm.actionConfig.put("service", stage.id().publicId());

        assertThat(realm.all()).containsExactly(realm.byDefault(), stage, production);
    }

    private void demand(String service) {
        AuthenticationExecutionModel execution = realm.addOurs("browser", service);
        realm.statuses.put(execution.getId(), ExecutionStatus.SETUP_REQUIRED);
    }

    private SetUpService setUp() {
        return new SetUpService(realm.verify(), realm.login());
    }
}
