package io.verifytotp.keycloak.it;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips every integration test where there is no Docker engine. JUnit finds it through META-INF/services. */
public final class DockerCondition implements ExecutionCondition {
    private static final ConditionEvaluationResult RESULT = lookForDocker();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }

    private static ConditionEvaluationResult lookForDocker() {
        try {
            DockerClientFactory.instance().client();
            return ConditionEvaluationResult.enabled("There is a Docker engine");
        } catch (IllegalStateException e) {
            String reason = "No Docker engine was found (" + e.getMessage()
                    + "): the Maven profile 'containers' needs one, so its tests are skipped";
            // Maven counts skipped tests and keeps their reason to itself.
            System.err.println(reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
