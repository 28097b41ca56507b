package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The statements on one challenge, run in the transaction that settles its factor.
 *
 * @param isNew whether the store does not have it yet. Two answers to one page come with the same new challenge, and
 *     the second finds it here: the lock on the factor's row lets one pass after the other
 */
record ChallengeStatements(EntityManager em, Challenge challenge, Budgets budgets, Instant now, boolean isNew) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String APPROVE = """
            update ChallengeRow c
               set c.status = 'approved', c.approvedStep = :step, c.respondedAt = :now, c.updatedAt = :now
            """;

    private static final String COUNT_WRONG_ANSWER = """
            update ChallengeRow c set c.wrongAnswers = c.wrongAnswers + 1, c.updatedAt = :now
            """;

    private static final String OPEN = """
             where c.id = :id and c.factorId = :factor and c.status = 'pending'
              and c.expiresAt > :now and c.wrongAnswers < :attempts""";

    private static final String NOT_APPROVED_SINCE = """
            select count(c) from ChallengeRow c
             where c.factorId = :factor and c.status in ('pending', 'denied') and c.createdAt > :since""";

    /** One answer for each page: nobody else has answered since it was shown. */
    private static final String AS_THE_PAGE_KNOWS = " and c.wrongAnswers = :known";

    static ChallengeStatements on(EntityManager em, Challenge challenge, Budgets budgets, Instant now) {
        boolean isNew = !challenge.recorded()
                && em.find(ChallengeRow.class, challenge.id().key()) == null;
        return new ChallengeStatements(em, challenge, budgets, now, isNew);
    }

    /** Whether the factor had all the challenges of this hour or day; approved ones are free. */
    boolean budgetIsSpent() {
        return notApprovedWithin(HOUR) >= budgets.challengesPerHour()
                || notApprovedWithin(DAY) >= budgets.challengesPerDay();
    }

    /** Records a right answer; false if the challenge is closed. */
    boolean approve(TimeStep step) {
        if (isNew) {
            em.persist(ChallengeRow.approved(challenge, step, now));
            return true;
        }
        return onOpen(APPROVE, update -> update.setParameter("step", step.number()));
    }

    /** Records a wrong answer; false if the challenge is closed. */
    boolean countWrongAnswer() {
        if (isNew) {
            em.persist(ChallengeRow.withWrongAnswer(challenge, now));
            return true;
        }
        return onOpen(COUNT_WRONG_ANSWER, UnaryOperator.identity());
    }

    private boolean onOpen(String update, UnaryOperator<Query> more) {
        boolean ofPage = !challenge.recorded();
        Query statement = more.apply(em.createQuery(update + OPEN + (ofPage ? AS_THE_PAGE_KNOWS : "")))
                .setParameter("id", challenge.id().key())
                .setParameter("factor", challenge.factor().key())
                .setParameter("now", now.toEpochMilli())
                .setParameter("attempts", budgets.attemptsPerChallenge());
        if (ofPage) {
            statement.setParameter("known", challenge.wrongAnswers());
        }
        return statement.executeUpdate() == 1;
    }

    private long notApprovedWithin(Duration span) {
        return em.createQuery(NOT_APPROVED_SINCE, Long.class)
                .setParameter("factor", challenge.factor().key())
                .setParameter("since", now.minus(span).toEpochMilli())
                .getSingleResult();
    }
}
