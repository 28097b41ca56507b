package io.verifytotp.owlbank.verify;

/** Thrown where a code is needed and the customer has no authenticator app. */
public class NoFactor extends Exception {}
