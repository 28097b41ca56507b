package io.verifytotp.keycloak.login.service;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.totp.VisibleText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * The Services that the logins of a realm use: each execution of ours and the required action may name one, and use the
 * default Service otherwise. A name that fits no Service is logged as an error, and never replaced by the default.
 */
public final class LoginServices {
    private static final Logger LOG = Logger.getLogger(LoginServices.class);
    private static final Set<String> AUTHENTICATORS =
            Set.of(Identifiers.FORM_AUTHENTICATOR, Identifiers.DIRECT_GRANT_AUTHENTICATOR);
    private static final int LONGEST_SETTING = 40;

    private final VerifyProvider verify;
    private final RealmModel realm;

    public LoginServices(VerifyProvider verify, RealmModel realm) {
        this.verify = verify;
        this.realm = realm;
    }

    /** Returns whether the execution is one of our authenticators. */
    static boolean isOurs(AuthenticationExecutionModel execution) {
        return execution.getAuthenticator() != null && isOurs(execution.getAuthenticator());
    }

    /** Returns whether that is the provider id of one of our authenticators. */
    public static boolean isOurs(String authenticator) {
        return AUTHENTICATORS.contains(authenticator);
    }

    public Service ofRealm() {
        return verify.services().defaultOf(realm.getId());
    }

    /** Returns the Service of an execution; empty if it names one that does not exist. */
    public Optional<Service> of(AuthenticationExecutionModel execution) {
        return named(setting(execution), "execution " + execution.getId());
    }

    /** Returns the Service of the required action; empty if it names one that does not exist. */
    public Optional<Service> ofAction() {
        return named(actionSetting(), "required action " + Identifiers.REQUIRED_ACTION);
    }

    /** Returns the Service with the Sid that a configuration names, or the default one; empty if there is no such one. */
    public Optional<Service> in(Map<String, String> config) {
        return ServiceSetting.in(config).map(this::find).orElseGet(() -> Optional.of(ofRealm()));
    }

    /** Returns the Service with that id, if it exists. */
    Optional<Service> find(ServiceId id) {
        return id.equals(ServiceId.defaultOf(realm.getId()))
                ? Optional.of(ofRealm())
                : verify.services().find(realm.getId(), id).map(ConfiguredService::service);
    }

    /**
     * Returns all that exist, in the order in which their factors prove changes: the default one, that of the required
     * action, then those that executions of any flow name. It reads the flows only if the first ones are not enough.
     */
    public Stream<Service> all() {
        return Stream.<Supplier<Stream<Service>>>of(
                        () -> Stream.of(ofRealm()),
                        () -> actionSetting().flatMap(this::find).stream(),
                        this::ofExecutions)
                .flatMap(Supplier::get)
                .distinct();
    }

    private Stream<Service> ofExecutions() {
        return realm.getAuthenticationFlowsStream()
                .flatMap(flow -> realm.getAuthenticationExecutionsStream(flow.getId()))
                .filter(LoginServices::isOurs)
                .flatMap(execution -> setting(execution).stream())
                .distinct()
                .flatMap(sid -> find(sid).stream());
    }

    /** Returns whether the user has a factor in the Service. */
    public boolean isEnrolled(Service service, String identity) {
        return verify.engine().isEnrolled(service, identity);
    }

    /** Returns whether the user has no factor in the Service but credentials of Keycloak's own OTP that it adopts. */
    boolean hasOtpToAdopt(Service service, String identity) {
        return verify.engine().adoptsOtpOf(service, identity);
    }

    private Optional<Service> named(Optional<String> setting, String place) {
        if (setting.isEmpty()) {
            return Optional.of(ofRealm());
        }
        Optional<Service> found = find(setting.get());
        if (found.isEmpty()) {
            LOG.errorf(
                    "Realm %s: the %s names the Service \"%s\", which does not exist, so it lets nobody in. Set its option"
                            + " %s to the Sid of a Service, or clear it for the default one.",
                    realm.getId(), place, shortened(setting.get()), ServiceSetting.KEY);
        }
        return found;
    }

    private Optional<Service> find(String sid) {
        return ServiceId.parse(sid.strip()).flatMap(this::find);
    }

    private Optional<String> setting(AuthenticationExecutionModel execution) {
        return Optional.ofNullable(execution.getAuthenticatorConfig())
                .map(realm::getAuthenticatorConfigById)
                .map(AuthenticatorConfigModel::getConfig)
                .flatMap(ServiceSetting::in);
    }

    private Optional<String> actionSetting() {
        return Optional.ofNullable(realm.getRequiredActionConfigByAlias(Identifiers.REQUIRED_ACTION))
                .map(RequiredActionConfigModel::getConfig)
                .flatMap(ServiceSetting::in);
    }

    private static String shortened(String setting) {
        String line = VisibleText.oneLine(setting);
        return line.length() <= LONGEST_SETTING ? line : line.substring(0, LONGEST_SETTING) + "…";
    }
}
