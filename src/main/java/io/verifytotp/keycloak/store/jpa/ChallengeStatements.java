package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.totp.TimeStep;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The statements on one challenge, for a transaction that has locked the row of its factor. */
final class ChallengeStatements {
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

    /** Each page takes one answer: no wrong answer was counted since it was shown. */
    private static final String AS_THE_PAGE_KNOWS = " and c.wrongAnswers = :known";

    private final EntityManager em;
    private final Challenge challenge;
    private final Budgets budgets;
    private final Instant now;
    private final boolean isNew;

    ChallengeStatements(EntityManager em, Challenge challenge, Budgets budgets, Instant now) {
        this.em = em;
        this.challenge = challenge;
        this.budgets = budgets;
        this.now = now;
        this.isNew = !challenge.recorded()
                && em.find(ChallengeRow.class, challenge.id().key()) == null;
    }

    /**
     * Whether the store does not have the challenge yet. Two answers to one page come with the same new challenge; the
     * lock on the factor's row makes them run one after the other, so that the second finds it in the store.
     */
    boolean isNew() {
        return isNew;
    }

    /** Whether the factor had all the challenges of this hour or day. Approved ones do not count. */
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
