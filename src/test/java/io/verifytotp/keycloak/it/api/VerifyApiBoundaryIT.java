package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Outside of the Verify API Keycloak answers as if it were not there. */
class VerifyApiBoundaryIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    @Test
    void errorsAreCores() {
        assertThat(core("GET", "/realms/master", 200)).contains("\"realm\":\"master\"");
        assertThat(core("GET", "/realms/master/nowhere", 404))
                .contains("\"error\"")
                .doesNotContain("more_info");
        assertThat(core("GET", "/realms/" + realm.name() + "/verify-totpx/v2/Services", 404))
                .contains("\"error\"")
                .doesNotContain("more_info");
        assertThat(core("GET", "/realms/nowhere", 404)).contains("\"error\"").doesNotContain("more_info");
        assertThat(core("GET", "/admin/realms/master", 401))
                .contains("\"error\"")
                .doesNotContain("more_info");
        assertThat(core("PUT", "/realms/" + realm.name() + "/protocol/openid-connect/token", 405))
                .contains("\"error\"")
                .doesNotContain("more_info");
    }

    @Test
    void errorsArePagesWhereABrowserAsks() {
        ApiReply page =
                ApiReply.of(Http.send(Http.request(URI.create(realm.keycloak().baseUrl() + "/realms/master/nowhere"))
                        .header("Accept", "text/html")));

        assertThat(page.expect(404).text()).contains("<html").doesNotContain("more_info");
    }

    private static String core(String method, String path, int status) {
        HttpRequest.Builder request = Http.request(URI.create(realm.keycloak().baseUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return ApiReply.of(Http.send(request)).expect(status).text();
    }
}
