package io.verifytotp.owlbank.stepup;

import io.verifytotp.owlbank.BankProperties;
import io.verifytotp.owlbank.NotFound;
import io.verifytotp.owlbank.transfer.Ledger;
import io.verifytotp.owlbank.transfer.Ledger.NotEnoughMoney;
import io.verifytotp.owlbank.transfer.Transfer;
import io.verifytotp.owlbank.transfer.TransferStatus;
import io.verifytotp.owlbank.transfer.Transfers;
import io.verifytotp.owlbank.transfer.Way;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bank's own API, for tokens of a login with a code. */
@RestController
@RequestMapping("/api/transfers")
class TransferApi {
    private final Transfers transfers;
    private final Ledger ledger;
    private final BankProperties bank;

    TransferApi(Transfers transfers, Ledger ledger, BankProperties bank) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.bank = bank;
    }

    /** Executes a transfer of the token's user. Repeated, it says the same and executes nothing. */
    @PutMapping("/{id}/execution")
    Executed execute(@PathVariable UUID id, @AuthenticationPrincipal Jwt token) throws InsufficientAuthentication {
        Transfer transfer = transfer(id, token);
        if (transfer.isOpen()) {
            CodeLogin login = CodeLogin.of(token, transfer, bank);
            try {
                ledger.execute(transfer, login.proof(), null);
            } catch (DataIntegrityViolationException thisLoginHasConfirmedAnotherTransfer) {
                throw new InsufficientAuthentication();
            }
        }
        return new Executed(id, transfer(id, token).getStatus());
    }

    private Transfer transfer(UUID id, Jwt token) {
        return transfers
                .findByIdAndCustomer(id, token.getSubject())
                .filter(transfer -> transfer.getWay() == Way.STEP_UP)
                .orElseThrow(NotFound::new);
    }

    @ExceptionHandler
    ResponseEntity<Void> insufficient(InsufficientAuthentication refusal) {
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, refusal.challenge())
                .build();
    }

    @ExceptionHandler(NotEnoughMoney.class)
    ProblemDetail notEnoughMoney() {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The balance is too small");
    }

    private record Executed(UUID id, TransferStatus status) {}
}
