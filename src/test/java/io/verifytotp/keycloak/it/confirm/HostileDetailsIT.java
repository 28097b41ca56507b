package io.verifytotp.keycloak.it.confirm;

import static io.verifytotp.keycloak.it.confirm.ConfirmRealm.confirming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JWSObject;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.browser.Axe;
import io.verifytotp.keycloak.it.support.browser.Browser;
import io.verifytotp.keycloak.it.support.browser.BrowserExtension;
import io.verifytotp.keycloak.it.support.browser.ConfirmPage;
import io.verifytotp.keycloak.it.support.browser.LoginPage;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Details that try to be something else: the page shows all of each, and the receipt has what the page has shown. */
@ExtendWith(BrowserExtension.class)
class HostileDetailsIT {
    @AutoClose
    private static final ConfirmRealm bank = ConfirmRealm.on(SharedKeycloak.get());

    private final ApiFactor factor = bank.customer("customer-" + System.nanoTime());

    /** Values as they are sent, and as they are shown. */
    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("<script>document.title='x'</script><img src=x onerror=alert(1)>", "");
        values.put("</dd></dl></form><button name=cancel-aia>", "");
        values.put("${7*7} #{7*7} <#assign x=1> [#if x] {0} ''", "");
        values.put("&lt;b&gt; &amp;amp; \" ' `", "");
        values.put("100 EUR\u202Eruo 999", "100 EUR[U+202E]ruo 999");
        values.put("Bob\nAmount: 1 EUR\r\n", "Bob[U+000A]Amount: 1 EUR[U+000D][U+000A]");
        values.put("\u2066a\u2069\u200B\u00AD\uFEFF\u0007", "[U+2066]a[U+2069][U+200B][U+00AD][U+FEFF][U+0007]");
        values.put("שלום 100 €", "");
        values.put("می\u200Cخواهم ۱۰۰", "");
        values.put("1   000   EUR", "");
        values.put("v".repeat(128), "");
        values.put("م".repeat(128), "");
        values.put("Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A", "");
        while (values.size() < 20) {
            values.put("value " + values.size() + " " + "w".repeat(40), "");
        }
        return values;
    }

    @Test
    void areShownSafelyAndWholly(Browser browser) throws ParseException {
        String message = "<h1>\u202E?yaP</h1>" + "m".repeat(200);
        List<String> form = new ArrayList<>(List.of("Details.Message", message));
        List<String> shown = new ArrayList<>();
        values().forEach((sent, expected) -> {
            shown.add(expected.isEmpty() ? sent : expected);
            form.addAll(List.of("Details.Fields", field("<i>\u200FTo", sent)));
        });
        String challenge =
                factor.challengeWith(form.toArray(String[]::new)).expect(201).sid();
        browser.goTo(bank.realm().authorizationUri(Map.of("client_id", ConfirmRealm.WITHOUT_CODE)));
        LoginPage.at(browser).logIn(factor.user());
        browser.awaitRedirect();

        browser.goTo(bank.realm().authorizationUri(confirming(challenge)));
        ConfirmPage page = ConfirmPage.at(browser);

        assertThat(texts(browser, "dd")).isEqualTo(shown);
        assertThat(texts(browser, "dt")).hasSize(20).containsOnly("<i>[U+200F]To");
        assertThat(texts(browser, "p")).containsExactly(message.replace("\u202E", "[U+202E]"));
        assertThat(browser.console()).isEmpty();
        assertThat(Axe.violations(browser)).isEmpty();
        assertThat((List<?>) browser.atWidth(320, () -> browser.script("""
                const width = document.documentElement.clientWidth;
                return [...document.querySelectorAll("#verify-totp-operation *")]
                    .filter(element => element.getBoundingClientRect().right > width)
                    .map(element => element.textContent);"""))).isEmpty();
        page.confirm(factor.freshCode());
        assertThat(browser.awaitRedirect().actionStatus()).contains("success");
        assertThat(inReceipt(challenge)).isEqualTo(shown);
    }

    @Test
    void ofFourThousandCharactersAreTaken() throws ParseException {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            form.addAll(List.of("Details.Fields", field("l".repeat(36), "v".repeat(128))));
        }
        form.addAll(List.of("Details.Message", "m".repeat(256)));
        String challenge =
                factor.challengeWith(form.toArray(String[]::new)).expect(201).sid();

        ConfirmRealm.Visit visit = bank.visit(factor, challenge);

        assertThat(visit.page().html().source().split("<dd>", -1)).hasSize(21);
        assertThat(visit.confirm(factor.freshCode()).actionStatus()).isEqualTo("success");
        assertThat(inReceipt(challenge)).hasSize(20).containsOnly("v".repeat(128));
    }

    private List<String> inReceipt(String challenge) throws ParseException {
        String receipt = factor.api()
                .get(factor.challenge(challenge) + "/Receipt")
                .expect(200)
                .field("receipt");
        JsonNode claims = Json.parse(JWSObject.parse(receipt).getPayload().toString());
        return StreamSupport.stream(claims.at("/details/fields").spliterator(), false)
                .map(field -> field.get("value").asText())
                .toList();
    }

    private static List<String> texts(Browser browser, String element) {
        List<?> texts = (List<?>) browser.script("return [...document.querySelectorAll('#verify-totp-operation "
                + element + "')].map(element => element.textContent)");
        return texts.stream().map(String.class::cast).toList();
    }

    private static String field(String label, String value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("label", label)
                .put("value", value)
                .toString();
    }
}
