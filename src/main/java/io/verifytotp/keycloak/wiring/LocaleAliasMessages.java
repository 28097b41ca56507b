package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.spi.PlainFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.ThemeResourceProvider;
import org.keycloak.theme.ThemeResourceProviderFactory;

/**
 * Finds our texts if a realm or a theme uses another name for a language than our file. For Chinese, Keycloak's themes
 * also have {@code zh-Hans} and {@code zh-Hant}, but Keycloak asks extensions for {@link Locale#toString()}, which is
 * {@code zh__#Hans}.
 */
public final class LocaleAliasMessages
        implements ThemeResourceProviderFactory, PlainFactory<ThemeResourceProvider>, ThemeResourceProvider {
    @Override
    public void close() {}

    private static final Set<String> TRADITIONAL_SCRIPT_REGIONS = Set.of("TW", "HK", "MO");

    @Override
    public String getId() {
        return "verify-totp-other-language-names";
    }

    @Override
    public Properties getMessages(String baseBundlename, Locale locale) throws IOException {
        Properties messages = new Properties();
        Optional<String> file = file(locale);
        if (file.isPresent()) {
            read(baseBundlename + "_" + file.get() + ".properties", messages);
        }
        return messages;
    }

    private static Optional<String> file(Locale locale) {
        return switch (locale.getLanguage()) {
            case "zh" -> Optional.of(isTraditional(locale) ? "zh_TW" : "zh_CN");
            case "nb" -> Optional.of("no");
            default -> Optional.empty();
        };
    }

    private static boolean isTraditional(Locale chinese) {
        return chinese.getScript().isEmpty()
                ? TRADITIONAL_SCRIPT_REGIONS.contains(chinese.getCountry())
                : "Hant".equals(chinese.getScript());
    }

    private static void read(String file, Properties messages) throws IOException {
        try (InputStream stream = LocaleAliasMessages.class.getResourceAsStream("/theme-resources/messages/" + file)) {
            if (stream != null) { // null for bundles of others
                Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
                messages.load(reader);
            }
        }
    }

    @Override
    public ThemeResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public @Nullable URL getTemplate(String name) {
        return null;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        return null;
    }
}
