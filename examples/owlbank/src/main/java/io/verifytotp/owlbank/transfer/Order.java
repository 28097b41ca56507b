package io.verifytotp.owlbank.transfer;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * The form of a transfer.
 *
 * @param id made with the form, so that a form that is sent twice is one transfer
 */
public record Order(
        @NotNull UUID id,

        @NotNull
        @Pattern(
                regexp = Order.LETTER_OR_DIGIT + "(" + Order.LETTER_OR_DIGIT + "|[ .,'&()/-]){0,59}",
                message = "Enter a name of letters, digits and spaces, at most 60.")
        String payee,

        @NotNull
        @Pattern(regexp = "[A-Z0-9][A-Z0-9 ]{3,33}", message = "Enter 4 to 34 capital letters, digits and spaces.")
        String payeeAccount,

        @NotNull(message = "Enter an amount.")
        @DecimalMin(value = "0.01", message = "Enter an amount of 0.01 or more.")
        @Digits(integer = 9, fraction = 2, message = "Enter an amount such as 129.90.")
        BigDecimal amount,

        @NotNull Way way) {

    /** Without the four letters of Unicode that nobody sees: receipts show them as marks. */
    private static final String LETTER_OR_DIGIT = "[\\p{L}\\p{N}&&[^\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}]]";
}
