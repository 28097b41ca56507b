package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Formats times for users in their language and in UTC, since the server does not know their time zone. */
public final class UtcText {
    private UtcText() {}

    /** Formats the day, such as <i>November 22, 2026</i>. */
    public static String date(Instant time, Locale locale) {
        return format(DateTimeFormatter.ofLocalizedDate(style(locale)), time, locale);
    }

    /** Formats day and time with the zone, such as <i>November 22, 2026, 3:16 PM UTC</i>. */
    public static String dateAndTime(Instant time, Locale locale) {
        return format(DateTimeFormatter.ofLocalizedDateTime(style(locale), FormatStyle.SHORT), time, locale) + " UTC";
    }

    private static String format(DateTimeFormatter formatter, Instant time, Locale locale) {
        return formatter
                .withLocale(locale)
                .withDecimalStyle(DecimalStyle.of(locale))
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    /** Avoids the JDK's long dates for Basque, which decline the month twice: "azaroakren". */
    private static FormatStyle style(Locale locale) {
        return "eu".equals(locale.getLanguage()) ? FormatStyle.MEDIUM : FormatStyle.LONG;
    }
}
