package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * The user's factors and which of them is to be verified.
 *
 * @param selected the factor to verify; where the form named one that is not the user's, an id that no factor has
 */
public record SelectedFactor(List<Factor> factors, FactorId selected) {

    /** The choice that the form made, or the preferred factor where it made none; empty without any factor. */
    static Optional<SelectedFactor> of(List<Factor> factors, String chosen) {
        if (factors.isEmpty()) {
            return Optional.empty();
        }
        FactorId selected =
                chosen == null ? factors.get(0).id() : FactorId.parse(chosen).orElseGet(FactorId::random);
        return Optional.of(new SelectedFactor(factors, selected));
    }

    /** How many digits the code has; those of the preferred factor where the chosen one is not the user's. */
    public int digits() {
        return chosen().orElse(factors.get(0)).binding().parameters().digits();
    }

    /**
     * The page that asks for a code.
     *
     * @param serverTime what time it is, where the page is to help with a clock that is wrong
     */
    Response page(
            LoginFormsProvider form,
            CodePage.Purpose purpose,
            Optional<FormMessage> error,
            Optional<Instant> serverTime) {
        FactorId shown = chosen().map(Factor::id).orElse(factors.get(0).id());
        form.setAttribute("challenge", new CodePage(factors, shown, purpose, serverTime));
        error.ifPresent(form::addError);
        return form.createForm("verify-totp-challenge.ftl");
    }

    private Optional<Factor> chosen() {
        return factors.stream().filter(factor -> factor.id().equals(selected)).findFirst();
    }
}
