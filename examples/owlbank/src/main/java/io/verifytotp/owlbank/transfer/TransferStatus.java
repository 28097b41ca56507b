package io.verifytotp.owlbank.transfer;

/** Where a transfer is. Only an open one can change. */
public enum TransferStatus {
    /** Waits for its confirmation. */
    OPEN,
    EXECUTED,
    /** The customer has declined or cancelled it. */
    DECLINED,
    /** Something else was confirmed in its place. */
    REFUSED
}
