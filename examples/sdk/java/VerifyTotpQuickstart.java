import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.Service;
import com.twilio.rest.verify.v2.service.entity.Challenge;
import com.twilio.rest.verify.v2.service.entity.Factor;
import com.twilio.rest.verify.v2.service.entity.NewFactor;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;

/**
 * Sets up an authenticator app for a user of a realm and confirms an order with it, with Twilio's SDK as it is.
 *
 * <pre>
 * export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
 * export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=…      # the client needs the role manage-verify-totp
 * mvn -q dependency:copy-dependencies
 * java -cp 'target/dependency/*' VerifyTotpQuickstart.java
 * </pre>
 */
public final class VerifyTotpQuickstart {
    private final TwilioRestClient realm;
    private final String user;
    private final Scanner keyboard = new Scanner(System.in);

    private VerifyTotpQuickstart(TwilioRestClient realm, String user) {
        this.realm = realm;
        this.user = user;
    }

    public static void main(String[] args) {
        TwilioRestClient realm = new TwilioRestClient.Builder(variable("CLIENT_ID"), variable("CLIENT_SECRET"))
                .httpClient(new RealmHttpClient(variable("BASE")))
                .build();
        try {
            new VerifyTotpQuickstart(realm, variable("USER_ID")).run();
        } catch (ApiException refused) {
            System.err.printf(
                    "Refused: HTTP %d, code %d, %s%n",
                    refused.getStatusCode(), refused.getCode(), refused.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        String service = defaultService();
        String factor = enroll(service);
        confirmOrder(service, factor);
        listChallenges(service);
    }

    /** The default Service is the first of the list. */
    private String defaultService() {
        Service service = Service.reader().limit(1).read(realm).iterator().next();
        System.out.printf("Service %s (%s)%n", service.getSid(), service.getFriendlyName());
        return service.getSid();
    }

    private String enroll(String service) {
        NewFactor made = NewFactor.creator(service, user, "Demo phone", NewFactor.FactorTypes.TOTP)
                .create(realm);
        // The only answer with the seed. A web page would show the URI as a QR code.
        Map<?, ?> binding = (Map<?, ?>) made.getBinding();
        System.out.printf("Factor %s%nAdd this to an authenticator app: %s%n", made.getSid(), binding.get("uri"));

        Factor.FactorStatuses status;
        do {
            String code = ask("Code of the app: ");
            status = Factor.updater(service, user, made.getSid())
                    .setAuthPayload(code)
                    .update(realm)
                    .getStatus();
            System.out.println("The factor is " + status);
        } while (status != Factor.FactorStatuses.VERIFIED);
        return made.getSid();
    }

    private void confirmOrder(String service, String factor) {
        Challenge challenge = Challenge.creator(service, user, factor)
                .setDetailsMessage("Confirm the order")
                .setDetailsFields(List.of(
                        Map.of("label", "Order", "value", "2026-1187"),
                        Map.of("label", "Amount", "value", "129.90 EUR")))
                .create(realm);
        System.out.println("Challenge " + challenge.getSid() + ": " + challenge.getDetails());

        while (challenge.getStatus() == Challenge.ChallengeStatuses.PENDING) {
            String code = ask("The next code of the app (each is good for one use): ");
            challenge = Challenge.updater(service, user, challenge.getSid())
                    .setAuthPayload(code)
                    .update(realm);
            System.out.println("The challenge is " + challenge.getStatus());
        }
    }

    /** The SDK fetches page after page while this iterates. */
    private void listChallenges(String service) {
        for (Challenge challenge : Challenge.reader(service, user).pageSize(20).read(realm)) {
            System.out.printf("%s %s %s%n", challenge.getDateCreated(), challenge.getSid(), challenge.getStatus());
        }
    }

    private String ask(String question) {
        System.out.print(question);
        System.out.flush();
        return keyboard.nextLine();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            System.err.println("Set the environment variable " + name);
            System.exit(2);
        }
        return value;
    }

    /** Sends to a realm what the SDK would send to Twilio. The rest of the request stays as it is. */
    static final class RealmHttpClient extends NetworkHttpClient {
        private static final Pattern TWILIO = Pattern.compile("^https://verify(\\.[a-z0-9-]+)*\\.twilio\\.com(?=/)");

        private final String base;

        /** @param base for example {@code https://id.example.org/realms/shop/verify-totp}; the SDK appends /v2 */
        RealmHttpClient(String base) {
            this.base = base.replaceAll("/+$", "");
        }

        @Override
        public Response makeRequest(Request request) {
            String url = request.getUrl();
            var toTwilio = TWILIO.matcher(url);
            // The addresses of further pages are those of the realm already.
            return super.makeRequest(toTwilio.find() ? copy(request, base + url.substring(toTwilio.end())) : request);
        }

        private static Request copy(Request request, String url) {
            Request copy = new Request(request.getMethod(), url);
            if (request.getUsername() != null) {
                copy.setAuth(request.getUsername(), request.getPassword());
            } else {
                copy.setAuth(request.getAuthStrategy());
            }
            request.getQueryParams().forEach((name, values) -> values.forEach(v -> copy.addQueryParam(name, v)));
            request.getPostParams().forEach((name, values) -> values.forEach(v -> copy.addPostParam(name, v)));
            request.getHeaderParams().forEach((name, values) -> values.forEach(v -> copy.addHeaderParam(name, v)));
            copy.setContentType(request.getContentType());
            copy.setBody(request.getBody());
            copy.setUserAgentExtensions(request.getUserAgentExtensions());
            return copy;
        }
    }
}
