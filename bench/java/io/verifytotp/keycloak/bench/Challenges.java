package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code POST Challenges} with a right code, beside Keycloak's token introspection. Both are called with a client's secret,
 * as Twilio's SDKs do; ours also with an access token.
 */
final class Challenges implements Scenario {
    private static final String OURS = "POST Challenges";
    private static final String BY_TOKEN = "POST Challenges, access token";

    private static final int BATCH = 500;
    private static final int GROUPS = 6;

    private final BenchRealm realm;
    private final String service;
    private final String secret;
    private final String token;
    private final Groups groups;
    private final Map<Introspection, List<String>> tokens = new EnumMap<>(Introspection.class);

    Challenges(BenchRealm realm) {
        this.realm = realm;
        service = realm.backEnd().api().defaultService();
        secret = Introspection.basic(realm.backEnd().id(), realm.backEnd().secret());
        token = "Authorization: Bearer " + realm.backEnd().token();
        groups = new Groups(realm.accounts().get(Login.OURS), BATCH, GROUPS);
        for (Introspection kind : Introspection.values()) {
            tokens.put(kind, tokens(kind));
        }
    }

    private List<String> tokens(Introspection kind) {
        return realm.accounts().get(kind.users()).subList(0, BATCH).stream()
                .parallel()
                .map(account -> tokenOf(kind, account))
                .toList();
    }

    private String tokenOf(Introspection kind, Account account) {
        return realm.realm()
                .token(Map.of(
                        "grant_type", "password",
                        "client_id", kind.clientId(),
                        "client_secret", kind.secret(),
                        "username", account.user().username(),
                        "password", account.user().password(),
                        "otp", account.code(Instant.now())))
                .expect(200)
                .body()
                .get("access_token")
                .asText();
    }

    @Override
    public String name() {
        return "(c) POST Challenges";
    }

    @Override
    public List<String> kinds() {
        return Stream.concat(
                        Stream.of(OURS, BY_TOKEN), Stream.of(Introspection.values()).map(Introspection::title))
                .toList();
    }

    @Override
    public List<Request> requests(String kind) {
        if (kind.equals(OURS) || kind.equals(BY_TOKEN)) {
            String authorization = kind.equals(OURS) ? secret : token;
            return groups.nextGroup().stream()
                    .map(account -> challenge(authorization, account, account.code(Instant.now()), "\"approved\""))
                    .toList();
        }
        Introspection introspection = Stream.of(Introspection.values())
                .filter(each -> each.title().equals(kind))
                .findFirst()
                .orElseThrow();
        String path = realm.realm()
                .uri("/protocol/openid-connect/token/introspect")
                .getRawPath();
        return tokens.get(introspection).stream()
                .map(each -> Request.post(
                        path, introspection.authorization(), Map.of("token", each), "\"active\":true"))
                .toList();
    }

    Request challenge(Account account, String code, String expected) {
        return challenge(secret, account, code, expected);
    }

    private Request challenge(String authorization, Account account, String code, String expected) {
        String path = realm.backEnd().api().root().getRawPath() + VerifyApi.entity(service, account.user())
                + "/Challenges";
        Map<String, String> form = Map.of("FactorSid", account.factor(), "AuthPayload", code);
        return Request.post(path, authorization, form, expected);
    }
}
