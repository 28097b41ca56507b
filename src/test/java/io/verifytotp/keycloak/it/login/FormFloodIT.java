package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forms that anybody can post leave nothing in the server's memory. */
@Tag("thorough")
class FormFloodIT {
    private static final int POSTS = 10_000;
    private static final long LIMIT = 5_000_000;
    private static final String COOKIES = "AUTH_SESSION_ID=" + "x".repeat(15_000);

    @Test
    void tenThousandAnonymousPostsLeaveTheHeapAsItWas() throws Exception {
        try (KeycloakServer server = KeycloakServer.named("flood").start()) {
            assertThat(flood(server, POSTS / 2)).as("warming up").containsOnly(400);
            long before = server.liveHeap();

            List<Integer> answers = flood(server, POSTS);

            long after = server.liveHeap();
            System.out.printf("Live heap: %d kB before %d posts, %d kB after%n", before / 1000, POSTS, after / 1000);
            assertThat(answers).hasSize(POSTS).containsOnly(400);
            assertThat(after - before).isLessThan(LIMIT);
        }
    }

    private static List<Integer> flood(KeycloakServer server, int posts) throws Exception {
        String address = server.baseUrl() + "/realms/master/login-actions/required-action?execution=verify-totp-enroll";
        List<Callable<Integer>> all = IntStream.range(0, posts)
                .<Callable<Integer>>mapToObj(i -> () -> post(URI.create(address + "&session_code=" + i)))
                .toList();
        return Parallel.run(8, all);
    }

    private static int post(URI address) {
        return Http.send(Http.postForm(address, Map.of("code", "123456")).header("Cookie", COOKIES))
                .statusCode();
    }
}
