package io.verifytotp.owlbank.transfer;

import io.verifytotp.owlbank.verify.Answer;
import io.verifytotp.owlbank.verify.NoFactor;
import io.verifytotp.owlbank.verify.Operation;
import io.verifytotp.owlbank.verify.Receipts;
import io.verifytotp.owlbank.verify.Receipts.WrongReceipt;
import io.verifytotp.owlbank.verify.TooManyChallenges;
import io.verifytotp.owlbank.verify.VerifyClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Confirms transfers by Challenges, whose details are the transfer. Nothing here runs in a database transaction, because
 * calls to Keycloak take time; {@link Ledger#execute} is the one step that counts.
 */
@Service
public class Confirmations {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

    private final VerifyClient verify;
    private final Receipts receipts;
    private final Transfers transfers;
    private final Ledger ledger;

    Confirmations(VerifyClient verify, Receipts receipts, Transfers transfers, Ledger ledger) {
        this.verify = verify;
        this.receipts = receipts;
        this.transfers = transfers;
        this.ledger = ledger;
    }

    /** Opens a Challenge for the transfer, in the place of the one that it has. */
    public void ask(Transfer transfer) throws NoFactor, TooManyChallenges {
        String challenge = verify.open(transfer.getCustomer(), transfer.operation());
        // If another request was faster, its Challenge is the one, and this one expires.
        transfers.bind(transfer.getId(), transfer.getChallenge(), challenge);
    }

    /** Answers the transfer's Challenge with a code, and executes the transfer if the code was right. */
    public Answer answer(Transfer transfer, String code) {
        return act(
                transfer, verify.answer(transfer.getCustomer(), transfer.getChallenge(), code, transfer.operation()));
    }

    /** Asks Keycloak how the transfer's Challenge stands, and executes the transfer if it is approved. */
    public Answer check(Transfer transfer) {
        return act(transfer, verify.fetch(transfer.getCustomer(), transfer.getChallenge(), transfer.operation()));
    }

    private Answer act(Transfer transfer, Answer answer) {
        switch (answer) {
            case APPROVED -> {
                return execute(transfer);
            }
            case DENIED -> transfers.end(transfer.getId(), TransferStatus.DECLINED);
            case DIFFERENT -> refuse(transfer, "its Challenge is about something else", null);
            case PENDING, EXPIRED, USED_UP -> {}
        }
        return answer;
    }

    private Answer execute(Transfer transfer) {
        Operation operation = transfer.operation();
        String challenge = transfer.getChallenge();
        String receipt = receipts.fetch(transfer.getCustomer(), challenge);
        try {
            receipts.verify(
                    receipt,
                    transfer.getCustomer(),
                    challenge,
                    operation,
                    transfer.getWay().shownBy());
        } catch (WrongReceipt e) {
            refuse(transfer, "its receipt is wrong", e);
            return Answer.DIFFERENT;
        }
        ledger.execute(transfer, challenge, receipt);
        return Answer.APPROVED;
    }

    private void refuse(Transfer transfer, String why, Exception cause) {
        LOG.warn("Transfer {} is refused: {} ({})", transfer.getId(), why, transfer.getChallenge(), cause);
        transfers.end(transfer.getId(), TransferStatus.REFUSED);
    }
}
