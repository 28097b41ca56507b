package io.verifytotp.owlbank;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives the head of each page the name of the person and the pages that the person may see. */
@ControllerAdvice
class CurrentUser {
    @ModelAttribute
    void addTo(Model page, @AuthenticationPrincipal OidcUser user, HttpServletRequest request) {
        if (user != null) {
            page.addAttribute("userName", user.getPreferredUsername());
            page.addAttribute("isHelpDesk", request.isUserInRole("helpdesk"));
        }
        page.addAttribute("path", request.getRequestURI());
    }
}
