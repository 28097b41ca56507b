package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.service.Budgets;

/** Budgets: the defaults, or none at all, with what a test is about. */
final class BudgetsBuilder {
    private static final int ENDLESS = 1_000_000;

    private int attemptsPerChallenge;
    private int lockAfter;
    private int disableAfter;
    private int challengesPerHour;
    private int challengesPerDay;

    private BudgetsBuilder(int attempts, int lockAfter, int disableAfter, int perHour, int perDay) {
        this.attemptsPerChallenge = attempts;
        this.lockAfter = lockAfter;
        this.disableAfter = disableAfter;
        this.challengesPerHour = perHour;
        this.challengesPerDay = perDay;
    }

    static BudgetsBuilder defaults() {
        return new BudgetsBuilder(5, 5, 100, 50, 100);
    }

    /** Nothing is limited, so that a test sees the one limit that it sets. */
    static BudgetsBuilder endless() {
        return new BudgetsBuilder(ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS);
    }

    BudgetsBuilder attemptsPerChallenge(int value) {
        attemptsPerChallenge = value;
        return this;
    }

    BudgetsBuilder lockAfter(int value) {
        lockAfter = value;
        return this;
    }

    BudgetsBuilder disableAfter(int value) {
        disableAfter = value;
        return this;
    }

    BudgetsBuilder challengesPerHour(int value) {
        challengesPerHour = value;
        return this;
    }

    BudgetsBuilder challengesPerDay(int value) {
        challengesPerDay = value;
        return this;
    }

    Budgets build() {
        return new Budgets(attemptsPerChallenge, lockAfter, disableAfter, challengesPerHour, challengesPerDay);
    }
}
