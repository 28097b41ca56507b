package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Recorded challenges in a map. */
public final class InMemoryChallenges implements Challenges {
    private final Map<ChallengeId, Challenge> all = new ConcurrentHashMap<>();
    private final Map<ChallengeId, TimeStep> approvedBy = new ConcurrentHashMap<>();

    public void put(Challenge challenge) {
        all.put(challenge.id(), challenge.asRecorded());
    }

    /** Approved by a code of that step. */
    public void approve(Challenge challenge, TimeStep step, Instant now) {
        Challenge approved = current(challenge).after(Verdict.APPROVED, now);
        put(changed(approved, challenge.client(), approved.contents(), approved.status(), now));
        approvedBy.put(challenge.id(), step);
    }

    public boolean isRecorded(Challenge challenge) {
        return all.containsKey(challenge.id());
    }

    /** As it is stored, or else as it was opened. */
    public Challenge current(Challenge challenge) {
        return all.getOrDefault(challenge.id(), challenge);
    }

    public void removeAllOf(EntityKey owner) {
        all.values().removeIf(challenge -> challenge.owner().equals(owner));
    }

    @Override
    public Optional<Challenge> find(EntityKey owner, ChallengeId id) {
        return Optional.ofNullable(all.get(id))
                .filter(challenge -> challenge.owner().equals(owner));
    }

    @Override
    public Optional<Challenge> find(List<EntityKey> owners, ChallengeId id) {
        return owners.stream().flatMap(owner -> find(owner, id).stream()).findFirst();
    }

    @Override
    public Page<Challenge> page(EntityKey owner, ChallengeFilter filter, PageRequest request, Instant now) {
        List<Challenge> wanted = all.values().stream()
                .filter(challenge -> challenge.owner().equals(owner))
                .filter(challenge ->
                        filter.factor().map(challenge.factor()::equals).orElse(true))
                .filter(challenge ->
                        filter.status().map(challenge.statusAt(now)::equals).orElse(true))
                .toList();
        return request.pageOf(
                wanted,
                challenge -> new PageRequest.Position(
                        challenge.createdAt(), challenge.id().value()));
    }

    @Override
    public boolean isApprovedBy(Challenge challenge, TimeStep step, Instant now) {
        return find(challenge.owner(), challenge.id())
                .filter(stored -> stored.factor().equals(challenge.factor()) && now.isBefore(stored.expiresAt()))
                .filter(stored -> step.equals(approvedBy.get(stored.id())))
                .isPresent();
    }

    @Override
    public boolean annotate(EntityKey owner, ChallengeId id, String metadata, Instant now) {
        Optional<Challenge> open =
                find(owner, id).filter(challenge -> challenge.statusAt(now) == ChallengeStatus.PENDING);
        open.ifPresent(challenge -> put(changed(
                challenge,
                challenge.client(),
                challenge.contents().annotated(metadata),
                ChallengeStatus.PENDING,
                now)));
        return open.isPresent();
    }

    @Override
    public synchronized boolean deny(EntityKey owner, ChallengeId id, Instant now) {
        Optional<Challenge> open =
                find(owner, id).filter(challenge -> challenge.statusAt(now) == ChallengeStatus.PENDING);
        open.ifPresent(challenge ->
                put(changed(challenge, challenge.client(), challenge.contents(), ChallengeStatus.DENIED, now)));
        return open.isPresent();
    }

    private static Challenge changed(
            Challenge challenge,
            Optional<String> client,
            ChallengeContents contents,
            ChallengeStatus status,
            Instant now) {
        return new Challenge(
                challenge.id(),
                challenge.owner(),
                challenge.factor(),
                client,
                contents,
                status,
                challenge.wrongAnswers(),
                challenge.createdAt(),
                now,
                challenge.expiresAt(),
                status == ChallengeStatus.PENDING ? challenge.respondedAt() : Optional.of(now),
                true,
                false);
    }
}
