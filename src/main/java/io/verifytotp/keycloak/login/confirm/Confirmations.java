package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.totp.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Looks up the challenge that an application asks a login to confirm. Only the user whose challenge it is finds it, and
 * only coming from the client that opened it or from one that the Service names; for all others it does not exist.
 */
final class Confirmations {
    private final KeycloakSession keycloak;
    private final VerifyProvider verify;

    Confirmations(KeycloakSession keycloak) {
        this.keycloak = keycloak;
        this.verify = keycloak.getProvider(VerifyProvider.class);
    }

    /**
     * Finds the challenge of a login, answered or not; empty also if it has no details, as there is nothing to confirm.
     *
     * @throws StoreUnavailableException if the store does not respond
     */
    Optional<Confirmation> of(AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        return asked(login).flatMap(id -> find(login, user, id));
    }

    private static Optional<ChallengeId> asked(AuthenticationSessionModel login) {
        return Identifiers.CONFIRM_ACTION.equals(login.getClientNote(Constants.KC_ACTION))
                ? ChallengeId.parse(login.getClientNote(Constants.KC_ACTION_PARAMETER))
                : Optional.empty();
    }

    private Optional<Confirmation> find(AuthenticationSessionModel login, UserModel user, ChallengeId id) {
        List<Service> services = verify.services().of(login.getRealm().getId()).stream()
                .map(ConfiguredService::service)
                .toList();
        List<EntityKey> owners =
                services.stream().map(service -> service.entity(user.getId())).toList();
        return verify.engine().operations().find(owners, id).flatMap(challenge -> services.stream()
                .filter(service -> service.entity(user.getId()).equals(challenge.owner()))
                .findFirst()
                .flatMap(service -> confirmation(login, service, challenge)));
    }

    private Optional<Confirmation> confirmation(
            AuthenticationSessionModel login, Service service, Challenge challenge) {
        Optional<ClientModel> opener = challenge
                .contents()
                .openedBy()
                .flatMap(id -> client(login.getRealm(), id))
                .filter(client -> mayAsk(login.getClient(), client, service));
        Optional<ShownDetails> details = challenge.contents().details().map(StoredDetails::parse);
        Optional<Factor> factor = verify
                .engine()
                .factors(service, challenge.owner().identity())
                .stream()
                .filter(candidate -> candidate.id().equals(challenge.factor()))
                .findFirst();
        return opener.flatMap(client -> details.flatMap(
                shown -> factor.map(own -> new Confirmation(service, challenge, own, shown, name(client)))));
    }

    private static boolean mayAsk(ClientModel asking, ClientModel opener, Service service) {
        return asking.getId().equals(opener.getId())
                || service.policy().confirmClients().contains(asking.getClientId());
    }

    /** Finds a client of the realm, or of the realm of administrators, whose clients may call the API as well. */
    private Optional<ClientModel> client(RealmModel realm, String id) {
        return Stream.of(realm, keycloak.realms().getRealmByName(Config.getAdminRealm()))
                .flatMap(home -> Optional.ofNullable(home.getClientById(id)).stream())
                .findFirst();
    }

    private static String name(ClientModel client) {
        String name = client.getName() == null ? "" : VisibleText.oneLine(client.getName());
        return name.isEmpty() ? VisibleText.oneLine(client.getClientId()) : name;
    }
}
