package io.verifytotp.keycloak.it.support.provider;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.timer.TimerProvider;

/** Shows and moves the time that Keycloak and our extension go by. Its caches keep real time. */
@Produces(MediaType.APPLICATION_JSON)
public final class TestClockResource {
    private final KeycloakSession session;

    TestClockResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    public String show() {
        return "{\"now\":%d,\"offset\":%d}".formatted(Time.currentTimeMillis(), Time.getOffset());
    }

    /** Sets the seconds between the real time and the server's. */
    @PUT
    public String set(@QueryParam("offset") int offset) {
        synchronized (TestClockResource.class) {
            Time.setOffset(offset);
        }
        return show();
    }

    /** Makes it so many seconds later; callers that do this at the same time add up. */
    @POST
    public String advance(@QueryParam("seconds") int seconds) {
        synchronized (TestClockResource.class) {
            Time.setOffset(Math.addExact(Time.getOffset(), seconds));
        }
        return show();
    }

    /** Runs a task of the server's timer that often from now on; the answer has the interval that it had. */
    @PUT
    @Path("tasks/{name}")
    public String runEvery(@PathParam("name") String name, @QueryParam("millis") long millis) {
        TimerProvider timer = session.getProvider(TimerProvider.class);
        TimerProvider.TimerTaskContext task = timer.cancelTask(name);
        timer.schedule(task.getRunnable(), millis, name);
        return "{\"millis\":%d}".formatted(task.getIntervalMillis());
    }
}
