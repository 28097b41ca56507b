package io.verifytotp.keycloak.it.support.browser;

import io.verifytotp.keycloak.it.support.mail.Mailbox;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Keeps the evidence of each integration test that failed, and says where it is. JUnit finds this listener by the file in
 * {@code META-INF/services}. Unit tests have no server and no folder for it.
 */
public final class FailureListener implements TestExecutionListener {
    private static final boolean INTEGRATION_TESTS = System.getProperty("it.work") != null;

    @Override
    public void executionStarted(TestIdentifier test) {
        if (INTEGRATION_TESTS
                && test.getSource().orElse(null) instanceof ClassSource source
                && source.getJavaClass().getEnclosingClass() == null) {
            FailureEvidence.deleteAllOf(source.getJavaClass());
            Mailbox.forgetAll();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (INTEGRATION_TESTS && result.getStatus() == TestExecutionResult.Status.FAILED) {
            test.getSource().flatMap(FailureListener::evidence).ifPresent(evidence -> {
                evidence.saveLogsAndMails();
                System.err.println("See " + evidence.folder() + " for " + test.getDisplayName() + ", which failed: "
                        + reason(result));
            });
        }
    }

    private static Optional<FailureEvidence> evidence(TestSource place) {
        if (place instanceof MethodSource method) {
            return Optional.of(FailureEvidence.of(method.getJavaClass(), method.getMethodName()));
        }
        // What a class does before its tests.
        return place instanceof ClassSource test
                ? Optional.of(FailureEvidence.of(test.getJavaClass(), "beforeAll"))
                : Optional.empty();
    }

    private static String reason(TestExecutionResult result) {
        return result.getThrowable().map(Throwable::toString).orElse("");
    }
}
