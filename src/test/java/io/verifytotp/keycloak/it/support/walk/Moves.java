package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.Html;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a person can do on each page of Keycloak's and ours. */
final class Moves {
    private static final String MAIL_SENT = "You should receive an email shortly with further instructions.";
    private static final Pattern CODE_NUMBER = Pattern.compile("#(\\d+)");

    private final Person person;
    private final Surfer surfer;
    private final Supplier<Optional<URI>> mail;
    private final Set<URI> opened = new HashSet<>();

    Moves(Person person, Surfer surfer, Supplier<Optional<URI>> mail) {
        this.person = person;
        this.surfer = surfer;
        this.mail = mail;
    }

    /** In the order in which they are tried. */
    List<Move> on(HttpPage page) {
        if (page.redirect().isPresent()) {
            return List.of();
        }
        if (page.html().hasField("authenticationExecution")) {
            return choices(page);
        }
        if (page.error().equals(MAIL_SENT)) {
            // With the page comes the login page, which is another way in.
            return mailed();
        }
        List<Move> moves = new ArrayList<>();
        answer(page).ifPresent(moves::add);
        key(page).ifPresent(moves::add);
        if (page.html().hasField("tryAnotherWay")) {
            moves.add(Move.free(Move.ANOTHER_WAY, () -> surfer.submit(page, Map.of("tryAnotherWay", "on"))));
        }
        if (moves.stream().allMatch(Move::isAnotherWay)) {
            moves.addAll(0, mailed());
        }
        return moves;
    }

    private List<Move> mailed() {
        return mail.get().filter(link -> !opened.contains(link)).stream()
                .map(link -> Move.free("link in the mail", () -> open(link)))
                .toList();
    }

    private HttpPage open(URI link) {
        opened.add(link);
        return surfer.open(link);
    }

    private List<Move> choices(HttpPage page) {
        return page.html().values("authenticationExecution").stream()
                .map(execution ->
                        Move.free("choice", () -> surfer.submit(page, Map.of("authenticationExecution", execution))))
                .toList();
    }

    /** Returns the kind of input that the page's own form asks for. */
    private Optional<Move> answer(HttpPage page) {
        Html html = page.html();
        if (page.isEnrollment()) {
            return Optional.of(Move.giving(Gave.SET_UP, () -> enroll(page)));
        }
        if (html.hasField("totpSecret")) {
            return Optional.of(Move.giving(Gave.OTHER_SET_UP, () -> setUpOtp(page)));
        }
        if (html.hasField("generatedRecoveryAuthnCodes")) {
            return Optional.of(Move.giving(Gave.OTHER_SET_UP, () -> surfer.submit(page, Map.of())));
        }
        if (html.hasId("kc-oauth")) {
            return Optional.of(free(page, "consent", Map.of("accept", "on")));
        }
        if (html.hasField("code")) {
            return person.factor().map(factor -> Move.giving(Gave.CODE, () -> submit(page, "code", person.code())));
        }
        if (html.hasField("otp")) {
            return owned(Has.KEYCLOAK_OTP, Gave.KEYCLOAK_OTP, () -> submit(page, "otp", person.keycloakOtp()));
        }
        if (html.hasField("recoveryCodeInput")) {
            return owned(
                    Has.RECOVERY_CODES,
                    Gave.RECOVERY_CODE,
                    () -> submit(page, "recoveryCodeInput", Person.recoveryCode(codeNumber(page))));
        }
        return identification(page);
    }

    /** What needs nothing but the password. */
    private Optional<Move> identification(HttpPage page) {
        Html html = page.html();
        TestUser user = person.user();
        if (html.hasField("password-new")) {
            return Optional.of(free(
                    page,
                    "new password",
                    Map.of("password-new", user.password(), "password-confirm", user.password())));
        }
        if (html.hasField("password-confirm")) {
            return Optional.of(free(page, "registration", registration()));
        }
        if (html.hasField("password")) {
            return Optional.of(
                    free(page, "password", Map.of("username", user.username(), "password", user.password())));
        }
        if (html.hasField("username") && !html.hasField("email")) {
            return Optional.of(free(page, "user name", Map.of("username", user.username())));
        }
        if (html.source().contains("value=\"linkAccount\"")) {
            return Optional.of(free(page, "link", Map.of("submitAction", "linkAccount")));
        }
        return Optional.empty();
    }

    private Map<String, String> registration() {
        Map<String, String> fields = new HashMap<>();
        Map<String, Object> representation =
                TestUser.representation(person.user().username());
        for (String field : List.of("username", "email", "firstName", "lastName")) {
            fields.put(field, (String) representation.get(field));
        }
        fields.put("password", person.user().password());
        fields.put("password-confirm", person.user().password());
        return fields;
    }

    private Optional<Move> key(HttpPage page) {
        KeyPage keys = KeyPage.of(page);
        if (!keys.isShown()) {
            return Optional.empty();
        }
        if (person.has().contains(Has.SECURITY_KEY) && person.securityKey().isListed(keys.listed())) {
            return Optional.of(Move.giving(Gave.SECURITY_KEY, () -> surfer.useKey(page, person.securityKey(), person)));
        }
        if (person.has().contains(Has.PASSKEY)
                && (keys.listed().isEmpty() || person.passkey().isListed(keys.listed()))) {
            return Optional.of(Move.giving(Gave.PASSKEY, () -> surfer.useKey(page, person.passkey(), person)));
        }
        return Optional.empty();
    }

    private Optional<Move> owned(Has has, Gave gave, Supplier<HttpPage> next) {
        return person.has().contains(has) ? Optional.of(Move.giving(gave, next)) : Optional.empty();
    }

    private Move free(HttpPage page, String words, Map<String, String> fields) {
        return Move.free(words, () -> surfer.submit(page, fields));
    }

    private HttpPage submit(HttpPage page, String field, String value) {
        return surfer.submit(page, Map.of(field, value));
    }

    private HttpPage enroll(HttpPage page) {
        AuthenticatorApp app = AuthenticatorApp.scan(page.otpAuthUri());
        return surfer.submit(page, Map.of("code", person.codeFor(app), "label", "App"));
    }

    private HttpPage setUpOtp(HttpPage page) {
        String secret = page.html().values("totpSecret").get(0);
        return surfer.submit(page, Map.of("totp", person.otpFor(secret), "userLabel", "Other app"));
    }

    private static int codeNumber(HttpPage page) {
        String words = page.html()
                .textOf("for=\"recoveryCodeInput\"")
                .orElse(page.html().source());
        Matcher number = CODE_NUMBER.matcher(words);
        if (!number.find()) {
            throw new AssertionError("No number of a recovery code in " + page);
        }
        return Integer.parseInt(number.group(1));
    }
}
