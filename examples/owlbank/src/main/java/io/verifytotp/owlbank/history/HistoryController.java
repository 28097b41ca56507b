package io.verifytotp.owlbank.history;

import com.nimbusds.jwt.JWTClaimsSet;
import com.twilio.rest.verify.v2.service.entity.Challenge;
import io.verifytotp.owlbank.NotFound;
import io.verifytotp.owlbank.transfer.Transfer;
import io.verifytotp.owlbank.transfer.Transfers;
import io.verifytotp.owlbank.verify.Receipts;
import io.verifytotp.owlbank.verify.Receipts.WrongReceipt;
import io.verifytotp.owlbank.verify.VerifyClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What happened: the Challenges of logins, transfers and password resets, and the receipts. */
@Controller
class HistoryController {
    private static final int MOST = 50;

    private final VerifyClient verify;
    private final Receipts receipts;
    private final Transfers transfers;

    HistoryController(VerifyClient verify, Receipts receipts, Transfers transfers) {
        this.verify = verify;
        this.receipts = receipts;
        this.transfers = transfers;
    }

    @GetMapping("/history")
    String history(@AuthenticationPrincipal OidcUser customer, Model page) {
        Map<String, Transfer> byChallenge = transfers.findByCustomerOrderByOrderedDesc(customer.getSubject()).stream()
                .filter(transfer -> transfer.getChallenge() != null)
                .collect(Collectors.toMap(Transfer::getChallenge, Function.identity()));
        page.addAttribute(
                "lines",
                verify.challenges(customer.getSubject(), MOST).stream()
                        .map(challenge -> line(challenge, byChallenge.get(challenge.getSid())))
                        .toList());
        return "history";
    }

    /** The receipt that is stored with a transfer, verified again. */
    @GetMapping("/transfers/{id}/receipt")
    String receipt(@PathVariable UUID id, @AuthenticationPrincipal OidcUser customer, Model page) throws WrongReceipt {
        Transfer transfer = transfers
                .findByIdAndCustomer(id, customer.getSubject())
                .filter(each -> each.getReceipt() != null)
                .orElseThrow(NotFound::new);
        String shownBy = transfer.getWay().shownBy();
        JWTClaimsSet claims = receipts.verify(
                transfer.getReceipt(), transfer.getCustomer(), transfer.getProof(), transfer.operation(), shownBy);
        page.addAttribute("transfer", transfer);
        page.addAttribute("claims", claims);
        page.addAttribute("approved", claims.getIssueTime().toInstant());
        return "receipt";
    }

    private static Line line(Challenge challenge, Transfer transfer) {
        Map<?, ?> details = challenge.getDetails() instanceof Map<?, ?> map ? map : Map.of();
        List<?> fields = details.get("fields") instanceof List<?> list ? list : List.of();
        return new Line(
                challenge.getDateCreated().toInstant(),
                challenge.getSid(),
                challenge.getStatus().toString(),
                details.get("message") instanceof String message ? message : "",
                fields.stream()
                        .filter(Map.class::isInstance)
                        .map(field -> ((Map<?, ?>) field).get("label") + ": " + ((Map<?, ?>) field).get("value"))
                        .toList(),
                transfer);
    }

    /** One Challenge. */
    private record Line(
            Instant time, String challenge, String status, String message, List<String> fields, Transfer transfer) {}
}
