package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.Budgets;
import io.verifytotp.keycloak.domain.Challenge;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;

/** The statements on one challenge, run in the transaction that settles its factor. */
record ChallengeStatements(EntityManager em, Challenge challenge, Budgets budgets, Instant now) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String OPEN = """
            where c.id = :id and c.factorId = :factor and c.status = 'pending'
              and c.expiresAt > :now and c.wrongAnswers < :attempts""";

    private static final String NOT_APPROVED_SINCE = """
            select count(c) from ChallengeRow c
             where c.factorId = :factor and c.status in ('pending', 'denied') and c.createdAt > :since""";

    /** Whether the factor had all the challenges of this hour or day; approved ones are free. */
    boolean budgetIsSpent() {
        return notApprovedWithin(HOUR) >= budgets.challengesPerHour()
                || notApprovedWithin(DAY) >= budgets.challengesPerDay();
    }

    /** Records a right answer; false if the challenge is closed. */
    boolean approve() {
        if (!challenge.recorded()) {
            em.persist(ChallengeRow.approved(challenge, now));
            return true;
        }
        return onOpen("update ChallengeRow c set c.status = 'approved', c.respondedAt = :now, c.updatedAt = :now");
    }

    /** Records a wrong answer; false if the challenge is closed. */
    boolean countWrongAnswer() {
        if (!challenge.recorded()) {
            em.persist(ChallengeRow.withWrongAnswer(challenge, now));
            return true;
        }
        return onOpen("update ChallengeRow c set c.wrongAnswers = c.wrongAnswers + 1, c.updatedAt = :now");
    }

    private boolean onOpen(String update) {
        Query statement = em.createQuery(update + " " + OPEN)
                .setParameter("id", challenge.id().value().toString())
                .setParameter("factor", challenge.factor().value().toString())
                .setParameter("now", now.toEpochMilli())
                .setParameter("attempts", budgets.attemptsPerChallenge());
        return statement.executeUpdate() == 1;
    }

    private long notApprovedWithin(Duration span) {
        return em.createQuery(NOT_APPROVED_SINCE, Long.class)
                .setParameter("factor", challenge.factor().value().toString())
                .setParameter("since", now.minus(span).toEpochMilli())
                .getSingleResult();
    }
}
