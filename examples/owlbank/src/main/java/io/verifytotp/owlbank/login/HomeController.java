package io.verifytotp.owlbank.login;

import io.verifytotp.owlbank.BankProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The pages for everybody. */
@Controller
class HomeController {
    private final BankProperties bank;

    HomeController(BankProperties bank) {
        this.bank = bank;
    }

    @GetMapping("/")
    String home(Model page) {
        page.addAttribute(
                "forgotPassword",
                bank.realm() + "/login-actions/reset-credentials?client_id=" + BankProperties.CLIENT_ID);
        return "home";
    }

    @GetMapping("/login-failed")
    String loginFailed() {
        return "login-failed";
    }
}
