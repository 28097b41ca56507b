package io.verifytotp.keycloak.it.support.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code docs/openapi.yaml} by itself; the integration tests hold the server's answers against it. */
public class OpenApiFileTest {
    private static final String SERVICE = "/v2/Services/{}";
    private static final String ENTITY = SERVICE + "/Entities/{}";

    private final OpenApiContract file = OpenApiContract.get();

    @Test
    public void hasTheOperationsOfTheApiAndNoOther() {
        assertThat(file.operations())
                .map(operation -> operation.replaceAll("\\{\\w+}", "{}"))
                .containsExactlyInAnyOrder(
                        "GET /v2/Services",
                        "POST /v2/Services",
                        "GET " + SERVICE,
                        "POST " + SERVICE,
                        "DELETE " + SERVICE,
                        "GET " + SERVICE + "/LockedFactors",
                        "POST " + SERVICE + "/KeycloakOtp/Adopt",
                        "POST " + SERVICE + "/KeycloakOtp/Restore",
                        "POST " + SERVICE + "/Factors/Import",
                        "POST /v2/KeyRing/Reseal",
                        "GET /v2/Setup",
                        "POST /v2/Setup",
                        "DELETE /v2/Setup",
                        "GET " + SERVICE + "/Entities",
                        "POST " + SERVICE + "/Entities",
                        "GET " + ENTITY,
                        "DELETE " + ENTITY,
                        "GET " + ENTITY + "/Factors",
                        "POST " + ENTITY + "/Factors",
                        "GET " + ENTITY + "/Factors/{}",
                        "POST " + ENTITY + "/Factors/{}",
                        "DELETE " + ENTITY + "/Factors/{}",
                        "GET " + ENTITY + "/Challenges",
                        "POST " + ENTITY + "/Challenges",
                        "GET " + ENTITY + "/Challenges/{}",
                        "GET " + ENTITY + "/Challenges/{}/Receipt",
                        "POST " + ENTITY + "/Challenges/{}");
    }

    @Test
    public void givesExamplesThatFitItsSchemas() {
        assertThat(file.wrongExamples()).isEmpty();
    }
}
