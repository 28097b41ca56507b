package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.service.Budgets;

/** Budgets: the defaults, or none at all, with what a test is about. */
public final class BudgetsBuilder {
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

    public static BudgetsBuilder defaults() {
        return new BudgetsBuilder(5, 5, 100, 50, 100);
    }

    /** Nothing is limited, so that a test sees the one limit that it sets. */
    public static BudgetsBuilder endless() {
        return new BudgetsBuilder(ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS);
    }

    public BudgetsBuilder attemptsPerChallenge(int value) {
        attemptsPerChallenge = value;
        return this;
    }

    public BudgetsBuilder lockAfter(int value) {
        lockAfter = value;
        return this;
    }

    public BudgetsBuilder disableAfter(int value) {
        disableAfter = value;
        return this;
    }

    public BudgetsBuilder challengesPerHour(int value) {
        challengesPerHour = value;
        return this;
    }

    public BudgetsBuilder challengesPerDay(int value) {
        challengesPerDay = value;
        return this;
    }

    public Budgets build() {
        return new Budgets(attemptsPerChallenge, lockAfter, disableAfter, challengesPerHour, challengesPerDay);
    }
}
