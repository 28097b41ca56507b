package io.verifytotp.owlbank.verify;

/** Thrown if the customer's app may not be asked again for some time (60312). */
public class TooManyChallenges extends Exception {}
