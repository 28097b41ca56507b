package io.verifytotp.keycloak;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of our texts, as they are in the source. */
public final class MessageFiles {
    private static final Path FOLDER = Path.of("themes", "messages");
    private static final Pattern FILE = Pattern.compile("messages_(\\w+)\\.properties");

    private MessageFiles() {}

    /** As the files name them: en, pt_BR, zh_CN, … */
    public static Set<String> languages() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(file -> file.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Properties read(String language) {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(FOLDER.resolve("messages_" + language + ".properties"))) {
            texts.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    public static Locale locale(String language) {
        return Locale.forLanguageTag(language.replace('_', '-'));
    }
}
