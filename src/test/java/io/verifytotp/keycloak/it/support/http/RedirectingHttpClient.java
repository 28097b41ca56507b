package io.verifytotp.keycloak.it.support.http;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;

/** Twilio's SDK has no option for the host; its seam is the HTTP client. This one sends Verify's requests to a realm. */
public final class RedirectingHttpClient extends NetworkHttpClient {
    private static final String TWILIO = "https://verify.twilio.com";

    private final URI base;

    /** The base is what stands before {@code /v2}. */
    private RedirectingHttpClient(URI base) {
        this.base = base;
    }

    /** The SDK's client, set up as an application does it. */
    public static TwilioRestClient client(TestRealm realm, String user, String password) {
        return new TwilioRestClient.Builder(user, password)
                .httpClient(of(realm))
                .build();
    }

    public static RedirectingHttpClient of(TestRealm realm) {
        return new RedirectingHttpClient(realm.uri("/verify-totp"));
    }

    /** Addresses that are not Twilio's are left alone, as those of further pages: the realm gives its own. */
    @Override
    public Response makeRequest(Request request) {
        String url = request.getUrl();
        Request redirected =
                new Request(request.getMethod(), url.startsWith(TWILIO) ? base + url.substring(TWILIO.length()) : url);
        if (request.getUsername() != null) {
            redirected.setAuth(request.getUsername(), request.getPassword());
        } else if (request.getAuthStrategy() != null) {
            redirected.setAuth(request.getAuthStrategy());
        }
        request.getQueryParams()
                .forEach((name, values) -> values.forEach(value -> redirected.addQueryParam(name, value)));
        request.getPostParams()
                .forEach((name, values) -> values.forEach(value -> redirected.addPostParam(name, value)));
        request.getHeaderParams()
                .forEach((name, values) -> values.forEach(value -> redirected.addHeaderParam(name, value)));
        redirected.setContentType(request.getContentType());
        redirected.setBody(request.getBody());
        redirected.setUserAgentExtensions(request.getUserAgentExtensions());
        return super.makeRequest(redirected);
    }
}
