package io.verifytotp.keycloak.login;

import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What forms that are being answered, or have been a moment ago, were answered with, on this node. Answers hold cookies,
 * so they are forgotten after seconds.
 */
final class FormAnswers {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<FormPost, CompletableFuture<Optional<Response>>> answers = new ConcurrentHashMap<>();
    private final Queue<Expiry> expiries = new ConcurrentLinkedQueue<>();

    private record Expiry(FormPost post, Instant at) {}

    /**
     * A form as a browser has sent it. The address holds Keycloak's code of that one page, which is random and works
     * once; the cookies show that the browser has not seen an answer that changed them.
     */
    record FormPost(String address, String cookies) {}

    FormAnswers(Clock clock) {
        this.clock = clock;
    }

    /** Whether this is the first post of the form, whose answer has to be told by {@link #answered}. */
    boolean isFirst(FormPost post) {
        forgetExpired();
        if (answers.size() >= MOST || answers.putIfAbsent(post, new CompletableFuture<>()) != null) {
            return false;
        }
        expiries.add(new Expiry(post, clock.instant().plus(KEPT)));
        return true;
    }

    /** The answer to the first post, as soon as it is there; empty if it failed or does not come. */
    Optional<Response> awaitAnswer(FormPost post) {
        CompletableFuture<Optional<Response>> answer = answers.get(post);
        if (answer == null) {
            return Optional.empty();
        }
        try {
            return answer.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty(); // then Keycloak deals with the second post itself
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never completed with an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Tells the answer to the first post; empty if there is none to repeat. */
    void answered(FormPost post, Optional<Response> answer) {
        Optional.ofNullable(answers.get(post)).ifPresent(waiting -> waiting.complete(answer));
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        Expiry next = expiries.peek();
        while (next != null && !now.isBefore(next.at())) {
            if (expiries.remove(next)) {
                answers.remove(next.post());
            }
            next = expiries.peek();
        }
    }
}
