package io.verifytotp.owlbank.helpdesk;

import io.verifytotp.owlbank.NotFound;
import io.verifytotp.owlbank.transfer.Account;
import io.verifytotp.owlbank.transfer.Accounts;
import io.verifytotp.owlbank.verify.Answer;
import io.verifytotp.owlbank.verify.NoFactor;
import io.verifytotp.owlbank.verify.TooManyChallenges;
import io.verifytotp.owlbank.verify.VerifyClient;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages of the help desk. A customer calls who has forgotten the password: the employee checks who it is by other
 * means, then the customer reads out a code, and gets a password for one login.
 */
@Controller
@RequestMapping("/helpdesk")
class HelpDeskController {
    private final Accounts accounts;
    private final PasswordResets resets;
    private final VerifyClient verify;
    private final Passwords passwords;

    HelpDeskController(Accounts accounts, PasswordResets resets, VerifyClient verify, Passwords passwords) {
        this.accounts = accounts;
        this.resets = resets;
        this.verify = verify;
        this.passwords = passwords;
    }

    @GetMapping
    String search() {
        return "helpdesk";
    }

    /** Opens a Challenge for the customer, if the employee says that the caller was checked: a code alone is not enough. */
    @PostMapping("/resets")
    String begin(
            @RequestParam String account,
            @RequestParam(defaultValue = "false") boolean checked,
            @AuthenticationPrincipal OidcUser employee,
            RedirectAttributes message) {
        Optional<Account> found = accountOf(account);
        if (!checked || found.isEmpty()) {
            return error(message, checked ? "There is no such account." : "Check first who is calling.");
        }
        UUID id = UUID.randomUUID();
        String customer = found.get().getCustomer();
        try {
            String challenge = verify.open(customer, PasswordReset.operation(id));
            resets.save(new PasswordReset(id, customer, employee.getSubject(), challenge));
        } catch (NoFactor e) {
            return error(message, "This customer has no authenticator app. Ask for a visit with an identity card.");
        } catch (TooManyChallenges e) {
            return error(message, "There were too many requests without a right code. Try again in an hour.");
        }
        return "redirect:/helpdesk/resets/" + id;
    }

    @GetMapping("/resets/{id}")
    String show(@PathVariable UUID id, @AuthenticationPrincipal OidcUser employee, Model page) {
        PasswordReset reset = reset(id, employee);
        page.addAttribute("reset", reset);
        page.addAttribute(
                "account", accounts.findByCustomer(reset.getCustomer()).orElseThrow());
        return "helpdesk-reset";
    }

    /** Shows the new password once, in the answer to a right code. */
    @PostMapping("/resets/{id}")
    String finish(
            @PathVariable UUID id,
            @RequestParam String code,
            @AuthenticationPrincipal OidcUser employee,
            Model page,
            RedirectAttributes message) {
        PasswordReset reset = reset(id, employee);
        if (!reset.isOpen()) {
            return error(message, "This code has been used. Start again.");
        }
        Answer answer =
                verify.answer(reset.getCustomer(), reset.getChallenge(), code.replaceAll("\\s", ""), reset.operation());
        if (answer == Answer.PENDING) {
            message.addFlashAttribute("refused", true);
            return "redirect:/helpdesk/resets/" + id;
        } else if (answer != Answer.APPROVED || resets.use(id) != 1) {
            return error(message, "This request is over. Start again.");
        }
        page.addAttribute(
                "account", accounts.findByCustomer(reset.getCustomer()).orElseThrow());
        page.addAttribute("password", passwords.reset(reset.getCustomer()));
        return "helpdesk-done";
    }

    private Optional<Account> accountOf(String text) {
        String digits = text.replaceAll("(?i)owl|\\s", "");
        return digits.matches("\\d{1,9}") ? accounts.findByNumber(Integer.parseInt(digits)) : Optional.empty();
    }

    private PasswordReset reset(UUID id, OidcUser employee) {
        return resets.findByIdAndEmployee(id, employee.getSubject()).orElseThrow(NotFound::new);
    }

    private static String error(RedirectAttributes message, String text) {
        message.addFlashAttribute("error", text);
        return "redirect:/helpdesk";
    }
}
