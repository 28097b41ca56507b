package io.verifytotp.owlbank.verify;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends to a realm what Twilio's SDK would send to Twilio. The rest of the request stays as it is. */
final class RealmHttpClient extends NetworkHttpClient {
    private static final Pattern TWILIO = Pattern.compile("^https://verify(\\.[a-z0-9-]+)*\\.twilio\\.com(?=/)");

    private final String base;

    /** @param base for example {@code https://id.example.org/realms/owlbank/verify-totp}; the SDK appends /v2 */
    RealmHttpClient(String base) {
        this.base = base;
    }

    @Override
    public Response makeRequest(Request request) {
        Matcher toTwilio = TWILIO.matcher(request.getUrl());
        // The addresses of further pages are those of the realm already.
        return super.makeRequest(
                toTwilio.find() ? copy(request, base + request.getUrl().substring(toTwilio.end())) : request);
    }

    private static Request copy(Request request, String url) {
        Request copy = new Request(request.getMethod(), url);
        copy.setAuth(request.getUsername(), request.getPassword());
        request.getQueryParams().forEach((name, values) -> values.forEach(v -> copy.addQueryParam(name, v)));
        request.getPostParams().forEach((name, values) -> values.forEach(v -> copy.addPostParam(name, v)));
        request.getHeaderParams().forEach((name, values) -> values.forEach(v -> copy.addHeaderParam(name, v)));
        copy.setContentType(request.getContentType());
        copy.setBody(request.getBody());
        copy.setUserAgentExtensions(request.getUserAgentExtensions());
        return copy;
    }
}
