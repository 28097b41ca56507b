package io.verifytotp.owlbank.verify;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.Service;
import com.twilio.rest.verify.v2.service.entity.Challenge;
import com.twilio.rest.verify.v2.service.entity.Factor;
import io.verifytotp.owlbank.BankProperties;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** The Verify API of the realm, called with Twilio's SDK as it is. */
@Component
public class VerifyClient {
    private static final int HTTP_NOT_FOUND = 404;

    private final TwilioRestClient realm;
    private volatile String service;

    VerifyClient(BankProperties bank) {
        realm = new TwilioRestClient.Builder(BankProperties.CLIENT_ID, bank.secret())
                .httpClient(new RealmHttpClient(bank.realm() + "/verify-totp"))
                .build();
    }

    /** Opens a Challenge with the details of this operation, and returns its id. */
    public String open(String customer, Operation operation) throws NoFactor, TooManyChallenges {
        Factor factor = factors(customer).stream()
                .filter(each -> each.getStatus() == Factor.FactorStatuses.VERIFIED)
                .findFirst()
                .orElseThrow(NoFactor::new);
        try {
            return Challenge.creator(service(), customer, factor.getSid())
                    .setDetailsMessage(operation.message())
                    .setDetailsFields(List.copyOf(operation.fieldsAsMaps()))
                    .setHiddenDetails(operation.hiddenDetails())
                    .create(realm)
                    .getSid();
        } catch (ApiException e) {
            if (is(e, 60312)) {
                throw new TooManyChallenges();
            }
            throw e;
        }
    }

    /** Answers the Challenge with a code. */
    public Answer answer(String customer, String challenge, String code, Operation operation) {
        try {
            Challenge answered = Challenge.updater(service(), customer, challenge)
                    .setAuthPayload(code)
                    .update(realm);
            return judge(answered, customer, challenge, operation);
        } catch (ApiException e) {
            if (is(e, 60308)) {
                return Answer.USED_UP;
            } else if (is(e, 60322) || is(e, 60323)) {
                return fetch(customer, challenge, operation); // answered or expired meanwhile
            }
            return expiredIfGone(e);
        }
    }

    /** How the Challenge stands now. */
    public Answer fetch(String customer, String challenge, Operation operation) {
        try {
            Challenge fetched =
                    Challenge.fetcher(service(), customer, challenge).fetch(realm);
            return judge(fetched, customer, challenge, operation);
        } catch (ApiException e) {
            return expiredIfGone(e);
        }
    }

    /** Keycloak keeps Challenges for 30 days, and those of an app until it is removed. */
    private static Answer expiredIfGone(ApiException e) {
        if (Integer.valueOf(HTTP_NOT_FOUND).equals(e.getStatusCode())) {
            return Answer.EXPIRED;
        }
        throw e;
    }

    public List<Factor> factors(String customer) {
        return entries(() -> Factor.reader(service(), customer).read(realm));
    }

    /** The customer's newest Challenges, those of logins included. */
    public List<Challenge> challenges(String customer, int most) {
        return entries(() -> Challenge.reader(service(), customer)
                .setOrder(Challenge.ListOrders.DESC)
                .limit(most)
                .read(realm));
    }

    /** The default Service is the first of the list, and its id never changes. */
    public String service() {
        if (service == null) {
            service = Service.reader().limit(1).read(realm).iterator().next().getSid();
        }
        return service;
    }

    private static Answer judge(Challenge challenge, String customer, String expected, Operation operation) {
        boolean same = challenge.getSid().equals(expected)
                && challenge.getIdentity().equals(customer)
                && operation.hasDetails(challenge.getDetails())
                && operation.hiddenDetails().equals(challenge.getHiddenDetails());
        if (!same) {
            return Answer.DIFFERENT;
        }
        return switch (challenge.getStatus()) {
            case APPROVED -> Answer.APPROVED;
            case PENDING -> Answer.PENDING;
            case DENIED -> Answer.DENIED;
            case EXPIRED -> Answer.EXPIRED;
        };
    }

    /** A customer who never had a factor is unknown to the API. */
    private static <T> List<T> entries(Supplier<? extends Iterable<T>> list) {
        try {
            return StreamSupport.stream(list.get().spliterator(), false).toList();
        } catch (ApiException e) {
            if (Integer.valueOf(HTTP_NOT_FOUND).equals(e.getStatusCode())) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean is(ApiException e, int code) {
        return e.getCode() != null && e.getCode() == code;
    }
}
