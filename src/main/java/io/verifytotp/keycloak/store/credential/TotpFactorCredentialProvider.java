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

/** Describes our credential type to Keycloak's consoles, and answers Keycloak's questions about it. */
public final class TotpFactorCredentialProvider
        implements CredentialProvider<TotpFactorCredentialModel>, CredentialInputValidator {
    private static final Logger LOG = Logger.getLogger(TotpFactorCredentialProvider.class);

    private final KeycloakSession session;
    private final Function<EntityKey, Map<FactorId, Instant>> lastUses;
    private final Map<EntityKey, Map<FactorId, Instant>> known = new HashMap<>();
    private Optional<UserModel> listed = Optional.empty();

    /** @param lastUses returns the last use of each of an Entity's factors */
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

    /** Describes a credential in the account console, which has asked for the type just before. */
    @Override
    public CredentialMetadata getCredentialMetadata(TotpFactorCredentialModel model, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(model);
        listed.flatMap(user -> remark(user, model)).ifPresent(text -> metadata.setInfoMessage(text));
        return metadata;
    }

    /** Returns the last use, or a note that the factor can't be read; empty if the store failed. */
    private Optional<String> remark(UserModel user, TotpFactorCredentialModel model) {
        try {
            return model.isReadable() ? lastUse(user, model) : Optional.of(inWords("verifyTotpUnreadable"));
        } catch (StoreUnavailableException | UncheckedIOException e) {
            LOG.warnf(
                    e,
                    "The last use of credential %s could not be read. Check the database and the account theme.",
                    model.getId());
            return Optional.empty();
        }
    }

    /** Uses one query for all factors of an Entity. */
    private Optional<String> lastUse(UserModel user, TotpFactorCredentialModel model) {
        return model.storedSeed(session.getContext().getRealm().getId(), user.getId())
                .flatMap(factor -> Optional.ofNullable(
                        known.computeIfAbsent(factor.owner(), lastUses).get(factor.factor())))
                .map(this::inWords);
    }

    private String inWords(Instant time) {
        return inWords("verifyTotpLastUsed", UtcText.dateAndTime(time, locale()));
    }

    /** Formats the text here: the console's placeholders are {@code {{0}}}, those of our texts {@code {0}}. */
    private String inWords(String key, Object... arguments) {
        Locale locale = locale();
        return new MessageFormat(text(key, locale), locale).format(arguments);
    }

    private Locale locale() {
        return session.getContext().resolveLocale(listed.orElseThrow());
    }

    private String text(String key, Locale locale) {
        try {
            return session.theme()
                    .getTheme(Theme.Type.ACCOUNT)
                    .getEnhancedMessages(session.getContext().getRealm(), locale)
                    .getProperty(key, "{0}");
        } catch (IOException e) {
            throw new UncheckedIOException("The messages of the account theme can't be read. Check the theme.", e);
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

    /** Always returns false: only the engine verifies codes, because it counts attempts and marks codes as used. */
    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return false;
    }
}
