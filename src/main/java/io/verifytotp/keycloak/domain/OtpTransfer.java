package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.domain.factor.OtpTransfers;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.StoredOtp;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes factors of the credentials of Keycloak's own OTP of a whole realm, or gives factors back, in batches. A batch may be
 * interrupted and repeated at any time: each user's credentials move in one transaction.
 */
@PublicApi
public final class OtpTransfer {
    /** Storages of users that failed one after the other: then the database or a directory is down. */
    private static final int MOST_FAILURES = 3;

    private final Clock clock;
    private final SeedSealer sealer;
    private final OtpTransfers transfers;

    public OtpTransfer(Clock clock, SeedSealer sealer, OtpTransfers transfers) {
        this.clock = clock;
        this.sealer = sealer;
        this.transfers = transfers;
    }

    /** A credential that stayed where it was. */
    public record Skipped(StoredOtp credential, OtpObstacle obstacle) {}

    /**
     * Result of a batch.
     *
     * @param moved number of credentials that were moved, or would be in a dry run
     * @param remaining number of credentials of the realm that could still take this way, including the skipped ones;
     *     counted with the first and the last batch only, because counting reads all credentials of the realm
     * @param last the position after which the next batch starts; empty at the end
     */
    public record Batch(int moved, List<Skipped> skipped, OptionalLong remaining, Optional<String> last) {
        public Batch {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Moves the next batch of a Service, after {@link Batch#last} of the batch before.
     *
     * @param dryRun true to change nothing
     * @throws SeedUnavailableException if there is no key at all
     * @throws StoreUnavailableException if the store does not respond
     */
    public Batch batch(OtpDirection direction, Service service, Optional<String> after, int size, boolean dryRun) {
        sealer.currentKey();
        List<StoredOtp> found = transfers.batch(direction, service.realm(), service.id(), after, size);
        List<Skipped> skipped = new ArrayList<>();
        int moved = new Users(direction, service, dryRun).move(found, skipped);
        Optional<String> last = found.size() < size
                ? Optional.empty()
                : Optional.of(found.get(found.size() - 1).position());
        OptionalLong remaining = after.isEmpty() || last.isEmpty()
                ? OptionalLong.of(transfers.count(direction, service.realm(), service.id()))
                : OptionalLong.empty();
        return new Batch(moved, skipped, remaining, last);
    }

    /** The users of one batch. */
    private final class Users {
        private final OtpDirection direction;
        private final Service service;
        private final boolean dryRun;
        private int failures;

        Users(OtpDirection direction, Service service, boolean dryRun) {
            this.direction = direction;
            this.service = service;
            this.dryRun = dryRun;
        }

        int move(Collection<StoredOtp> batch, List<Skipped> skipped) {
            Map<String, List<StoredOtp>> byUser = batch.stream()
                    .collect(Collectors.groupingBy(StoredOtp::user, LinkedHashMap::new, Collectors.toList()));
            int moved = 0;
            for (Map.Entry<String, List<StoredOtp>> user : byUser.entrySet()) {
                Map<String, Optional<OtpObstacle>> results = move(user.getKey(), user.getValue());
                user.getValue().forEach(stored -> results.getOrDefault(stored.id(), Optional.empty())
                        .ifPresent(obstacle -> skipped.add(new Skipped(stored, obstacle))));
                moved += moved(results, user.getValue());
            }
            return moved;
        }

        /** A user's credentials of later batches move as well; a dry run finds them there again. */
        private int moved(Map<String, Optional<OtpObstacle>> results, List<StoredOtp> batch) {
            Set<String> ids = batch.stream().map(StoredOtp::id).collect(Collectors.toSet());
            return (int) results.entrySet().stream()
                    .filter(result -> result.getValue().isEmpty())
                    .filter(result -> !dryRun || ids.contains(result.getKey()))
                    .count();
        }

        /** A user's storage that fails keeps nobody else waiting, unless all fail. */
        private Map<String, Optional<OtpObstacle>> move(String user, List<StoredOtp> batch) {
            try {
                Optional<Map<String, Optional<OtpObstacle>>> results =
                        transfers.move(direction, service.entity(user), clock.instant(), dryRun);
                failures = 0;
                return results.orElseGet(() -> all(batch, OtpObstacle.NO_USER));
            } catch (StoreUnavailableException e) {
                failures++;
                if (failures >= MOST_FAILURES) {
                    throw e;
                }
                return all(batch, OtpObstacle.UNAVAILABLE);
            }
        }

        private static Map<String, Optional<OtpObstacle>> all(List<StoredOtp> batch, OtpObstacle obstacle) {
            return batch.stream()
                    .collect(Collectors.toMap(StoredOtp::id, stored -> Optional.of(obstacle), (one, other) -> one));
        }
    }
}
