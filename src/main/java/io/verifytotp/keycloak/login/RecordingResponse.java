package io.verifytotp.keycloak.login;

import jakarta.ws.rs.core.NewCookie;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keycloak.http.HttpResponse;

/** Keycloak's response, to which it adds cookies beside what the resource returns. This one also remembers them. */
final class RecordingResponse implements HttpResponse {
    private final HttpResponse response;
    private final List<NewCookie> cookies = new CopyOnWriteArrayList<>();

    RecordingResponse(HttpResponse response) {
        this.response = response;
    }

    List<NewCookie> cookies() {
        return List.copyOf(cookies);
    }

    @Override
    public int getStatus() {
        return response.getStatus();
    }

    @Override
    public void setStatus(int statusCode) {
        response.setStatus(statusCode);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void setCookieIfAbsent(NewCookie cookie) {
        cookies.add(cookie);
        response.setCookieIfAbsent(cookie);
    }
}
