package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of a set-up, in an attribute of the realm: damaged, of another realm, and of an older version. */
class SetupRecordIT {
    private static final String ATTRIBUTE = "verify-totp.setup";

    @Nested
    class Damaged {
        /** One for all, because nothing of it changes. */
        @AutoClose
        private static final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

        private final SetupCalls calls = SetupCalls.of(realm);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "null",
                    "[]",
                    "7",
                    "{\"copies\":[null]}",
                    "{\"copies\":[{}]}",
                    "{\"copies\":{}}",
                    "{\"copies\":[{\"id\":\"x\",\"alias\":\"x\",\"kind\":\"DOOR\"}]}",
                    "{\"bindings\":[{}]}",
                    "{\"bindings\":[null]}",
                    "{\"bindings\":[{\"place\":\"browser\"}]}"
                })
        void isRefusedWithTheReason(String damaged) {
            write(realm, damaged);
            Map<String, JsonNode> before = RealmState.of(realm);

            for (ApiReply reply :
                    List.of(calls.post("everybody", "browser"), calls.api().delete("/Setup"))) {
                assertThat(reply.expectError(409, 20409).message())
                        .contains(ATTRIBUTE)
                        .contains("can't be read");
            }

            assertThat(RealmState.of(realm)).isEqualTo(before);
        }
    }

    @Nested
    class Whole {
        @AutoClose
        private final TestRealm realm = PlainRealm.on(SharedKeycloak.get());

        private final SetupCalls calls = SetupCalls.of(realm);

        @Test
        void oneOfAnOlderVersionIsStillTakenBack() {
            // Keycloak adds attributes of its own when it stores a realm.
            realm.admin()
                    .put(
                            realm.path(""),
                            realm.admin().get(realm.path("")).expect(200).body())
                    .expect(204);
            Map<String, JsonNode> before = RealmState.of(realm);
            calls.apply("everybody", "all");
            forgetTheRealm();

            calls.undo();

            assertThat(RealmState.of(realm)).isEqualTo(before);
        }

        /** Older versions did not write which realm it is of; then the ids of the flows tell. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void oneOfAnotherRealmCountsAsNone(boolean old) {
            calls.apply("everybody", "all");
            if (old) {
                forgetTheRealm();
            }
            try (TestRealm other = importOfTheExport()) {
                SetupCalls there = SetupCalls.of(other);
                assertThat(read(other)).isNotEmpty();
                Map<String, JsonNode> before = RealmState.of(other);

                ApiReply undone = there.undo();

                assertThat(SetupCalls.changes(undone)).isEmpty();
                assertThat(SetupCalls.unchanged(undone))
                        .singleElement()
                        .asString()
                        .contains("was not set up by a call")
                        .contains("another realm");
                assertThat(undone.field("wayBack"))
                        .startsWith("./kcadm.sh update realms/" + other.name() + " -s browserFlow=browser -s ")
                        .doesNotContain("Verify TOTP");
                assertThat(RealmState.of(other)).isEqualTo(before);
            }
        }

        @Test
        void theRealmOfAnExportCanBeSetUpAndTakenBack() {
            calls.apply("everybody", "all");
            try (TestRealm other = importOfTheExport()) {
                SetupCalls there = SetupCalls.of(other);
                FlowEditor.of(other, "browser").bind("browserFlow");

                assertThat(there.apply("everybody", "browser")).isNotEmpty();

                assertThat(SetupCalls.changes(there.undo()))
                        .contains("Bound 'browser' as the browser flow of the realm");
            }
        }

        private void forgetTheRealm() {
            ObjectNode record = Json.parse(read(realm)).deepCopy();
            assertThat(record.remove("realm")).isNotNull();
            write(realm, record.toString());
        }

        /** As an administrator copies a realm: an export below another name, without its ids. */
        private TestRealm importOfTheExport() {
            String path = "/partial-export?exportClients=false&exportGroupsAndRoles=false";
            ObjectNode export = (ObjectNode)
                    realm.admin().post(realm.path(path), Map.of()).expect(200).body();
            withoutIds(export);
            export.remove(List.of("defaultRole", "clients"));
            String name = "it-" + UUID.randomUUID();
            realm.admin().createRealm(export.put("realm", name));
            return new TestRealm(realm.keycloak(), realm.admin(), name);
        }
    }

    private static void withoutIds(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("id", "containerId", "internalId"));
        }
        node.forEach(SetupRecordIT::withoutIds);
    }

    private static String read(TestRealm of) {
        return of.admin()
                .get(of.path(""))
                .expect(200)
                .body()
                .at("/attributes/" + ATTRIBUTE)
                .asText();
    }

    private static void write(TestRealm of, String record) {
        ObjectNode representation =
                (ObjectNode) of.admin().get(of.path("")).expect(200).body();
        representation.withObjectProperty("attributes").put(ATTRIBUTE, record);
        of.admin().put(of.path(""), representation).expect(204);
    }
}
