package io.verifytotp.keycloak.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Formats points in time for people, in their language and in UTC: the server does not know where they are. */
public final class UtcText {
    private UtcText() {}

    /** Formats the day, such as <i>November 22, 2026</i>. */
    public static String date(Instant time, Locale locale) {
        return format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), time, locale);
    }

    /** Formats day and time with the zone, such as <i>November 22, 2026, 3:16 PM UTC</i>. */
    public static String dateAndTime(Instant time, Locale locale) {
        return format(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT), time, locale)
                + " UTC";
    }

    private static String format(DateTimeFormatter formatter, Instant time, Locale locale) {
        return formatter.withLocale(locale).withZone(ZoneOffset.UTC).format(time);
    }
}
