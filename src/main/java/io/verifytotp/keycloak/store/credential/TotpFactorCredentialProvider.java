package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.UtcText;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** What Keycloak's consoles and its questions about credentials need to know of our type. */
public final class TotpFactorCredentialProvider
        implements CredentialProvider<TotpFactorCredentialModel>, CredentialInputValidator {
    private static final Logger LOG = Logger.getLogger(TotpFactorCredentialProvider.class);

    private final KeycloakSession session;
    private final Function<EntityKey, Map<FactorId, Instant>> lastUses;
    private final Map<EntityKey, Map<FactorId, Instant>> known = new HashMap<>();
    private Optional<UserModel> listed = Optional.empty();

    /** @param lastUses when codes of an Entity's factors were last accepted */
    public TotpFactorCredentialProvider(KeycloakSession session, Function<EntityKey, Map<FactorId, Instant>> lastUses) {
        this.session = session;
        this.lastUses = lastUses;
    }

    @Override
    public String getType() {
        return TotpFactorCredentialModel.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, TotpFactorCredentialModel model) {
        return user.credentialManager().createStoredCredential(model);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public TotpFactorCredentialModel getCredentialFromModel(CredentialModel model) {
        return TotpFactorCredentialModel.of(model);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        listed = Optional.ofNullable(context.getUser());
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName(getType() + "-display-name")
                .helpText(getType() + "-help-text")
                .iconCssClass("kcAuthenticatorOTPClass")
                .createAction(Identifiers.REQUIRED_ACTION)
                .removeable(true)
                .build(session);
    }

    /** For the listing in the account console, which has asked for the type just before. */
    @Override
    public CredentialMetadata getCredentialMetadata(TotpFactorCredentialModel model, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(model);
        listed.flatMap(user -> remark(user, model)).ifPresent(text -> metadata.setInfoMessage(text));
        return metadata;
    }

    /** When it was last used, or that it can't be read. The listing does without where the store does not answer. */
    private Optional<String> remark(UserModel user, TotpFactorCredentialModel model) {
        try {
            return model.isReadable() ? lastUse(user, model) : Optional.of(inWords("verifyTotpUnreadable"));
        } catch (StoreUnavailableException | UncheckedIOException e) {
            LOG.warnf(e, "When credential %s was last used could not be read", model.getId());
            return Optional.empty();
        }
    }

    /** One query for all factors of an Entity. */
    private Optional<String> lastUse(UserModel user, TotpFactorCredentialModel model) {
        return model.storedSeed(session.getContext().getRealm().getId(), user.getId())
                .flatMap(factor -> Optional.ofNullable(
                        known.computeIfAbsent(factor.owner(), lastUses).get(factor.factor())))
                .map(this::inWords);
    }

    /** The console knows {@code {{0}}} where our texts have {@code {0}}, so that it gets the text as it is to be shown. */
    private String inWords(Instant time) {
        Locale locale = session.getContext().resolveLocale(listed.orElseThrow());
        return inWords("verifyTotpLastUsed", locale, UtcText.dateAndTime(time, locale));
    }

    private String inWords(String key) {
        return inWords(key, session.getContext().resolveLocale(listed.orElseThrow()));
    }

    private String inWords(String key, Locale locale, Object... arguments) {
        return new MessageFormat(text(key, locale), locale).format(arguments);
    }

    private String text(String key, Locale locale) {
        try {
            return session.theme()
                    .getTheme(Theme.Type.ACCOUNT)
                    .getEnhancedMessages(session.getContext().getRealm(), locale)
                    .getProperty(key, "{0}");
        } catch (IOException e) {
            throw new UncheckedIOException("The messages of the account theme can't be read", e);
        }
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return getType().equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String credentialType) {
        return supportsCredentialType(credentialType)
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(credentialType)
                        .findAny()
                        .isPresent();
    }

    /** Never: codes are verified by the engine, which counts attempts and spends codes. Core has no door to it. */
    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return false;
    }
}
