package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.csv.FactorLine;
import io.verifytotp.keycloak.rest.http.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** One call that imports lines. Ends early if it takes long or the store fails, so that no caller waits for ever. */
final class ImportRun {
    private static final Logger LOG = Logger.getLogger(ImportRun.class);
    private static final Duration LONGEST = Duration.ofSeconds(45);
    private static final int MAX_OUTAGES = 3;
    private static final int NOT_FOUND = 404;
    private static final int LIMIT = 400;
    private static final int TOO_OFTEN = 429;
    private static final int UNAVAILABLE = 503;
    private static final String OTHER_FACTOR =
            "The user has another Factor, and an import replaces none; delete that one"
                    + " first, or leave this line out";
    private static final String PENDING_LIMIT =
            "The user has too many unverified Factors; delete some, or wait until they expire";
    private static final String DAILY_LIMIT =
            "Too many new Factors for this user within 24 hours; send this line tomorrow";
    private static final String READ_ONLY =
            "The user's storage accepts no credentials, so this user can't have a Factor; change the storage's settings first";
    private static final String SEED_UNAVAILABLE =
            "The key ring lacks the key of another Factor of the user, so the seeds"
                    + " can't be compared; bring the key back, then send this line again";

    private final ApiCall call;
    private final Service service;
    private final boolean byName;
    private final Instant end;
    private int outages;

    /** Result of a line. */
    enum Result {
        CREATED,
        EXISTS,
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ImportRun(ApiCall call, Service service, boolean byName) {
        this.call = call;
        this.service = service;
        this.byName = byName;
        this.end = call.now().plus(LONGEST);
    }

    /** Imports one line, and has committed or refused it when it returns. */
    ImportedLine add(FactorLine line) {
        try {
            requireTime();
            line.requireCells();
            String given = line.user();
            FactorPlan plan = line.plan(service.policy());
            boolean vouched = line.isVouched();
            return answer(line.number(), call.verify().importer().add(service, identity(given), plan, vouched));
        } catch (ApiError refusal) {
            return ImportedLine.refused(line.number(), refusal);
        }
    }

    private void requireTime() {
        if (outages >= MAX_OUTAGES) {
            throw ApiError.of(
                    UNAVAILABLE, "Not tried, because the lines before met an outage; send this line again later");
        }
        if (!call.now().isBefore(end)) {
            throw ApiError.of(
                    UNAVAILABLE,
                    "Not tried, because the call took " + LONGEST.toSeconds() + " seconds; send this line again");
        }
    }

    /** Returns the id of a user whom the caller may change. User storage may fail in any way. */
    private String identity(String given) {
        try {
            Optional<UserModel> found = byName ? call.userOfName(given) : call.user(given);
            UserModel user = found.orElseThrow(this::unknownUser);
            call.permissions().requireManage(user);
            return user.getId();
        } catch (ApiError refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            // Its message may name the user.
            LOG.warnf("An import could not look up a user: %s", e.getClass().getName());
            throw outage();
        }
    }

    private ApiError unknownUser() {
        return byName
                ? ApiError.of(NOT_FOUND, "username: there is no such user in this realm; check the spelling")
                : ApiError.of(NOT_FOUND, "identity: there is no user with this id in this realm; check the id");
    }

    private ImportedLine answer(int line, ImportOutcome outcome) {
        return switch (outcome.verdict()) {
            case CREATED -> {
                outages = 0;
                outcome.factor().ifPresent(id -> report(outcome, id));
                yield ImportedLine.accepted(line, Result.CREATED, outcome);
            }
            case EXISTS -> ImportedLine.accepted(line, Result.EXISTS, outcome);
            case OTHER_FACTOR -> throw ApiError.of(LIMIT, FactorEnrollment.TOO_MANY, OTHER_FACTOR);
            case PENDING_LIMIT -> throw ApiError.of(LIMIT, FactorEnrollment.TOO_MANY, PENDING_LIMIT);
            case DAILY_LIMIT -> throw ApiError.of(TOO_OFTEN, FactorEnrollment.TOO_MANY_TODAY, DAILY_LIMIT);
            case GONE -> throw unknownUser();
            case READ_ONLY -> throw ApiError.forbidden(READ_ONLY);
            case SEED_UNAVAILABLE -> throw ApiError.of(UNAVAILABLE, SEED_UNAVAILABLE);
            case STORE_UNAVAILABLE -> throw outage();
        };
    }

    /** Writes the events of a new factor. */
    private void report(ImportOutcome outcome, FactorId factor) {
        call.events().changed(OperationType.CREATE, outcome.owner(), factor);
        if (outcome.verified()) {
            call.events().vouched(outcome.owner(), factor);
        }
    }

    private ApiError outage() {
        outages++;
        return ApiError.of(
                UNAVAILABLE, "The database or the user's storage did not answer; send this line again later");
    }
}
