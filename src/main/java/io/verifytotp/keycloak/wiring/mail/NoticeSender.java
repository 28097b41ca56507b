package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.domain.UtcText;
import io.verifytotp.keycloak.wiring.server.Meter;
import io.verifytotp.keycloak.wiring.server.RateLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.forms.login.freemarker.model.UrlBean;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.theme.Theme;
import org.keycloak.utils.StringUtil;

/** Renders mails and hands them to the realm's mail server, outside of requests. */
final class NoticeSender {
    private static final Logger LOG = Logger.getLogger(NoticeSender.class);

    private static final String TEMPLATE = "verify-totp-notice.ftl";

    /** Types of credentials that our messages name. */
    private static final Set<String> NAMED = Set.of(
            OTPCredentialModel.TYPE, RecoveryAuthnCodesCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR);

    private final KeycloakSessionFactory factory;
    private final RateLimit rateLimit;

    NoticeSender(KeycloakSessionFactory factory, RateLimit rateLimit) {
        this.factory = factory;
        this.rateLimit = rateLimit;
    }

    /** Sends a mail. Logs failures and never throws: the request that caused the mail has already completed. */
    void send(NoticeMail mail) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> send(session, mail));
        } catch (RuntimeException e) {
            failed(mail, e);
        }
    }

    private void send(KeycloakSession session, NoticeMail mail) {
        RealmModel realm = session.realms().getRealm(mail.realm().id());
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(new RealmWithMailTimeouts(realm))
                    .setUser(mail.recipient().asUser(session, realm, mail.locale()))
                    .send(
                            "verifyTotpNoticeSubject-" + mail.notice().messageName(),
                            TEMPLATE,
                            attributes(session, realm, mail));
            Meter.MAILS.count("realm", mail.realm().name(), "outcome", "sent");
        } catch (EmailException | IOException e) {
            failed(mail, e);
        }
    }

    private void failed(NoticeMail mail, Exception reason) {
        Meter.MAILS.count("realm", mail.realm().name(), "outcome", "failed");
        if (rateLimit.permits("failed " + mail.realm().id())) {
            LOG.warnf(
                    reason,
                    "Realm %s: a mail about a factor could not be sent (%s). Check the realm's mail settings.",
                    mail.realm().id(),
                    mail.notice().messageName());
        }
    }

    /** Returns a mutable map: Keycloak adds more, such as the realm's name. */
    private static Map<String, Object> attributes(KeycloakSession session, RealmModel realm, NoticeMail mail)
            throws IOException {
        Map<String, Object> attributes = new HashMap<>();
        Theme theme = session.theme().getTheme(Theme.Type.EMAIL);
        attributes.put("url", new UrlBean(realm, theme, mail.realm().baseUri(), null));
        attributes.put("kind", mail.notice().messageName());
        attributes.put("when", UtcText.dateAndTime(Instant.ofEpochMilli(mail.time()), mail.locale()));
        attributes.put("address", IpLiteral.in(mail.address()).orElse(""));
        attributes.put("credential", mail.notice() == Notice.IDENTITY_PROVIDER_LINKED ? "" : nameOf(mail.what()));
        attributes.put("provider", providerName(session, mail));
        return attributes;
    }

    private static String nameOf(String type) {
        if (type.equals(WebAuthnCredentialModel.TYPE_PASSWORDLESS)) {
            return WebAuthnCredentialModel.TYPE_TWOFACTOR;
        }
        return type.isEmpty() || NAMED.contains(type) ? type : "other";
    }

    private static String providerName(KeycloakSession session, NoticeMail mail) {
        if (mail.notice() != Notice.IDENTITY_PROVIDER_LINKED) {
            return "";
        }
        IdentityProviderModel provider = session.identityProviders().getByAlias(mail.what());
        return provider == null || StringUtil.isBlank(provider.getDisplayName())
                ? mail.what()
                : provider.getDisplayName();
    }
}
