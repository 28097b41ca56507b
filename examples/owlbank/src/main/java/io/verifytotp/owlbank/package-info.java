/**
 * OwlBank. Start reading at {@link io.verifytotp.owlbank.transfer.TransferController}; each way to confirm a transfer is a
 * class: {@link io.verifytotp.owlbank.transfer.Confirmations} for a code and for Keycloak's page, and
 * {@link io.verifytotp.owlbank.stepup.StepUpController} with {@link io.verifytotp.owlbank.stepup.TransferApi} for a
 * step-up.
 */
package io.verifytotp.owlbank;
