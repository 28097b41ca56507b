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
 * The rule that a user with a factor of ours needs a proof to change any credential that can replace it. It covers every
 * required action, also those of other extensions, except Keycloak's actions that are known to change no such credential.
 */
public final class ProofRule {
    /** Provider ids of Keycloak's actions about the password, the profile and consent, and of the one that asks. */
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

    public static boolean covers(String action) {
        return !HARMLESS.contains(action);
    }

    /** Returns whether the user needs a proof: there is a factor, or an outage hides whether there is one. */
    public boolean appliesTo(UserModel user) {
        try {
            Service service =
                    verify.services().defaultOf(keycloak.getContext().getRealm().getId());
            return verify.engine().isEnrolled(service, user.getId());
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    public boolean lacksProof(AuthenticationSessionModel login) {
        return appliesTo(login.getAuthenticatedUser())
                && proofs(login).current().isEmpty();
    }

    public boolean hasProof(UserSessionModel session) {
        return SessionProofs.of(session, verify.clock().instant()).isPresent();
    }

    public SessionProofs proofs(AuthenticationSessionModel login) {
        return new SessionProofs(keycloak, login, verify.clock().instant());
    }

    public void report(EventType type, ClientModel client, UserModel user, Map<String, String> details) {
        KeycloakContext context = keycloak.getContext();
        EventBuilder event = new EventBuilder(context.getRealm(), keycloak, context.getConnection())
                .event(type)
                .client(client)
                .user(user);
        details.forEach(event::detail);
        EventDetails.reason(event, EnrollmentVerdict.PROOF_NEEDED.reason()).error(Errors.ACCESS_DENIED);
    }

    /** Returns whether the login still has to do an action that the rule covers. */
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
