package io.verifytotp.owlbank.transfer;

import java.math.BigDecimal;
import java.util.Locale;

/** Amounts of money as people read them. */
public final class Money {
    private Money() {}

    public static String text(BigDecimal amount) {
        return String.format(Locale.ENGLISH, "%,.2f EUR", amount);
    }
}
