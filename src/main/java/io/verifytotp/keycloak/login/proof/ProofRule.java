package io.verifytotp.keycloak.login.proof;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.SetUpService;
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
    /**
     * Provider ids of Keycloak's actions about the password, the profile and consent, and of those of ours that ask for
     * a code themselves: another page before them would use the code up.
     */
    private static final Set<String> HARMLESS = Set.of(
            "TERMS_AND_CONDITIONS",
            "UPDATE_EMAIL",
            "UPDATE_PASSWORD",
            "UPDATE_PROFILE",
            "VERIFY_EMAIL",
            "VERIFY_PROFILE",
            "delete_account",
            "update_user_locale",
            Identifiers.CONFIRM_ACTION,
            Identifiers.PROVE_ACTION);

    private final KeycloakSession keycloak;
    private final VerifyProvider verify;
    private final ProvingService services;

    public ProofRule(KeycloakSession keycloak) {
        this.keycloak = keycloak;
        this.verify = keycloak.getProvider(VerifyProvider.class);
        this.services = new ProvingService(verify, keycloak.getContext().getRealm());
    }

    public static boolean covers(String action) {
        return !HARMLESS.contains(action);
    }

    /** Returns whether the user needs a proof: there is a factor, or an outage hides whether there is one. */
    public boolean appliesTo(UserModel user) {
        return services.ofUser(user).isPresent();
    }

    /** Returns whether the login lacks a proof that its user needs for changes of other credentials than factors. */
    public boolean lacksProof(AuthenticationSessionModel login) {
        return lacking(login, services.ofUser(login.getAuthenticatedUser())).isPresent();
    }

    /** Returns whether the login lacks a proof that its user needs for the required action with that provider id. */
    public boolean lacksProof(AuthenticationSessionModel login, String action) {
        return lacking(login, services.ofAction(login, action)).isPresent();
    }

    /** Returns the Service of the factors by which the login has to prove itself before its next action, if it has to. */
    public Optional<Service> lacking(AuthenticationSessionModel login) {
        return pending(login)
                .flatMap(action -> lacking(login, services.ofAction(login, action)).stream())
                .findFirst();
    }

    /** Keeps the proofs that the login has for its pending actions valid until it ends. */
    public void admit(AuthenticationSessionModel login) {
        pending(login)
                .flatMap(action -> services.ofAction(login, action).stream())
                .distinct()
                .forEach(proofs(login)::admit);
    }

    private Optional<Service> lacking(AuthenticationSessionModel login, Optional<Service> needed) {
        return needed.filter(service -> proofs(login).current(service).isEmpty());
    }

    public boolean hasProof(UserSessionModel session) {
        Service service = services.ofUser(session.getUser()).orElseGet(services::ofRealm);
        return SessionProofs.of(session, service, verify.clock().instant()).isPresent();
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

    /** Returns the provider ids of the actions that the login still has to do and that the rule covers. */
    private Stream<String> pending(AuthenticationSessionModel login) {
        RealmModel realm = login.getRealm();
        Stream<String> ofTheUser = login.getAuthenticatedUser().getRequiredActionsStream();
        Stream<String> ofTheLogin = login.getRequiredActions().stream();
        Stream<String> ofTheApplication = Optional.ofNullable(login.getClientNote(Constants.KC_ACTION)).stream();
        // The trigger of the set-up adds its action again, perhaps only after this was asked.
        Stream<String> owed =
                Stream.of(Identifiers.REQUIRED_ACTION).filter(action -> new SetUpService(verify, login).isOwed());
        return Stream.of(ofTheUser, ofTheLogin, ofTheApplication, owed)
                .flatMap(aliases -> aliases)
                .map(realm::getRequiredActionProviderByAlias)
                .filter(action -> action != null && action.isEnabled())
                .map(RequiredActionProviderModel::getProviderId)
                .filter(ProofRule::covers)
                .distinct();
    }
}
