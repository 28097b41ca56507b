package io.verifytotp.keycloak.login.service;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The Service in which a login sets a factor up. A flow demands it by the status of its execution, which only Keycloak
 * writes; whatever else asks for the set-up means the Service of the required action.
 */
public final class SetUpService {
    private static final String SHOWN = "verify-totp.pending-service";
    private static final String FINISHED = "verify-totp.set-up-in";
    private static final String POSTPONED = "verify-totp.put-off";

    private final LoginServices services;
    private final RealmModel realm;
    private final AuthenticationSessionModel login;
    private final UserModel user;

    /** @param login an authentication session with a user */
    public SetUpService(VerifyProvider verify, AuthenticationSessionModel login) {
        this.realm = login.getRealm();
        this.services = new LoginServices(verify, realm);
        this.login = login;
        this.user = login.getAuthenticatedUser();
    }

    /** Returns whether a flow demands a factor that the user has not set up yet. */
    public boolean isOwed() {
        return !owed(demanded()).isEmpty();
    }

    /** Returns the Service to set up next; empty if it does not exist, and then nothing may be set up. */
    public Optional<Service> next() {
        List<Optional<Service>> demanded = demanded();
        List<Optional<Service>> candidates = new ArrayList<>();
        if (demanded.isEmpty() || isAskedForOutsideOfTheFlow()) {
            candidates.add(services.ofAction());
        }
        candidates.addAll(owed(demanded));
        return candidates.stream()
                .filter(service -> service.filter(this::isPostponed).isEmpty())
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .orElseGet(() -> demanded.get(0));
    }

    /** Returns the Service of the page that the login has shown last, if any, or else the next one. */
    public Optional<Service> shown() {
        Optional<String> note = Optional.ofNullable(login.getAuthNote(SHOWN));
        return note.isEmpty() ? next() : note.flatMap(ServiceId::ofKey).flatMap(services::find);
    }

    /** Remembers the Service of a page, so that its form is not taken for that of another Service. */
    public static void remember(AuthenticationSessionModel login, Service service) {
        login.setAuthNote(SHOWN, service.id().key());
    }

    /** Remembers that the login has set a factor up: this request may have read the user's factors before. */
    public static void finish(AuthenticationSessionModel login, Service service) {
        login.removeAuthNote(SHOWN);
        login.setAuthNote(finished(service), login.getAuthenticatedUser().getId());
    }

    /** Returns the note of a login that has postponed the set-up in that Service. */
    public static String postponed(Service service) {
        return ServiceSetting.note(POSTPONED, service.realm(), service.id());
    }

    private static String finished(Service service) {
        return ServiceSetting.note(FINISHED, service.realm(), service.id());
    }

    private List<Optional<Service>> demanded() {
        return login.getExecutionStatus().entrySet().stream()
                .filter(entry -> entry.getValue() == ExecutionStatus.SETUP_REQUIRED)
                .map(Map.Entry::getKey)
                .sorted()
                .flatMap(id -> Optional.ofNullable(realm.getAuthenticationExecutionById(id)).stream())
                .filter(LoginServices::isOurs)
                .map(services::of)
                .distinct()
                .toList();
    }

    private List<Optional<Service>> owed(List<Optional<Service>> demanded) {
        return demanded.stream()
                .filter(service -> service.filter(this::isEnrolled).isEmpty())
                .toList();
    }

    private boolean isEnrolled(Service service) {
        try {
            return user.getId().equals(login.getAuthNote(finished(service)))
                    || services.isEnrolled(service, user.getId());
        } catch (StoreUnavailableException e) {
            return false; // the page reports the outage
        }
    }

    private boolean isPostponed(Service service) {
        return login.getAuthNote(postponed(service)) != null;
    }

    private boolean isAskedForOutsideOfTheFlow() {
        return Identifiers.REQUIRED_ACTION.equals(login.getClientNote(Constants.KC_ACTION))
                || user.getRequiredActionsStream().anyMatch(Identifiers.REQUIRED_ACTION::equals);
    }
}
