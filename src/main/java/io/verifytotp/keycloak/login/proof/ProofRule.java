package io.verifytotp.keycloak.login.proof;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The rule that a user with a factor of ours may change what can stand in for it only with a proof. It holds for every
 * required action except those of Keycloak's that are known to change nothing of the kind, so for actions of other
 * extensions as well.
 */
public final class ProofRule {
    /** Provider ids of Keycloak's actions about the password, the profile and consent, and our own that asks. */
    private static final Set<String> HARMLESS = Set.of(
            "TERMS_AND_CONDITIONS",
            "UPDATE_EMAIL",
            "UPDATE_PASSWORD",
            "UPDATE_PROFILE",
            "VERIFY_EMAIL",
            "VERIFY_PROFILE",
            "delete_account",
            "update_user_locale",
            Identifiers.PROVE_ACTION);

    private final KeycloakSession keycloak;
    private final VerifyProvider verify;

    public ProofRule(KeycloakSession keycloak) {
        this.keycloak = keycloak;
        this.verify = keycloak.getProvider(VerifyProvider.class);
    }

    /** Whether the required action with that provider id can change what stands in for a factor. */
    public static boolean covers(String action) {
        return !HARMLESS.contains(action);
    }

    /** Whether the rule holds for that user: there is a factor, or nobody knows. */
    public boolean appliesTo(UserModel user) {
        try {
            Service service =
                    verify.services().defaultOf(keycloak.getContext().getRealm().getId());
            return verify.engine().isEnrolled(service, user.getId());
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    /** Whether that login lacks the proof which its user needs. */
    public boolean lacksProof(AuthenticationSessionModel login) {
        return appliesTo(login.getAuthenticatedUser())
                && proofs(login).current().isEmpty();
    }

    /** Whether that session has a proof that counts. */
    public boolean hasProof(UserSessionModel session) {
        return SessionProofs.of(session, verify.clock().instant()).isPresent();
    }

    public SessionProofs proofs(AuthenticationSessionModel login) {
        return new SessionProofs(keycloak, login, verify.clock().instant());
    }

    /** Writes the event of a refusal. */
    public void report(EventType type, ClientModel client, UserModel user, Map<String, String> details) {
        KeycloakContext context = keycloak.getContext();
        EventBuilder event = new EventBuilder(context.getRealm(), keycloak, context.getConnection())
                .event(type)
                .client(client)
                .user(user);
        details.forEach(event::detail);
        EventDetails.reason(event, EnrollmentVerdict.PROOF_NEEDED.reason()).error(Errors.ACCESS_DENIED);
    }

    /** Whether an action that the rule covers is still to be done in that login. */
    public static boolean isPending(RealmModel realm, AuthenticationSessionModel login) {
        Stream<String> ofTheUser = login.getAuthenticatedUser().getRequiredActionsStream();
        Stream<String> ofTheLogin = login.getRequiredActions().stream();
        Stream<String> ofTheApplication = Optional.ofNullable(login.getClientNote(Constants.KC_ACTION)).stream();
        return Stream.of(ofTheUser, ofTheLogin, ofTheApplication)
                .flatMap(aliases -> aliases)
                .map(realm::getRequiredActionProviderByAlias)
                .filter(action -> action != null && action.isEnabled())
                .map(RequiredActionProviderModel::getProviderId)
                .anyMatch(ProofRule::covers);
    }
}
