package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The page that a request asks for, and the envelope of the response. */
public final class Paging {
    private static final int DEFAULT_SIZE = 50;
    private static final int LARGEST_SIZE = 1000;
    private static final int LARGEST = 999_999_999;

    private final PageRequest request;

    /** The caller's own count of pages; nothing depends on it. */
    private final int number;

    private final Map<String, String> filters;

    /** The page of a list without filters, from old to new. */
    public static Paging of(Parameters parameters) {
        return new Paging(parameters, false, Map.of());
    }

    /** The page of a list whose filters, by parameter, are repeated in the links to its pages. */
    public Paging(Parameters parameters, boolean newestFirst, Map<String, String> filters) {
        // SDKs send their caller's overall limit as the size of a page, so a large one is not refused.
        int size = parameters.numberUpTo("PageSize", 1, LARGEST_SIZE).orElse(DEFAULT_SIZE);
        Optional<PageToken> token = parameters.parsed(
                "PageToken", PageToken::parse, "must be a token from previous_page_url or next_page_url");
        this.request = new PageRequest(
                size,
                token.map(PageToken::position),
                token.map(PageToken::backwards).orElse(false),
                newestFirst);
        this.number = parameters.numberUpTo("Page", 0, LARGEST).orElse(0);
        this.filters = filters;
    }

    public PageRequest request() {
        return request;
    }

    /** Wraps a page in its envelope, with the name {@code key} and the address of the list. */
    public <T> Map<String, Object> envelope(
            String key, String list, Page<T> page, Function<T, Position> position, Function<T, Object> representation) {
        List<T> items = page.items();
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("page", number);
        meta.put("page_size", request.size());
        meta.put("first_page_url", url(list, 0, Optional.empty()));
        meta.put(
                "previous_page_url",
                page.hasPrevious() && !items.isEmpty()
                        ? url(list, Math.max(number - 1, 0), token(position.apply(items.get(0)), true))
                        : null);
        meta.put("url", url(list, number, request.from().flatMap(from -> token(from, request.backwards()))));
        meta.put(
                "next_page_url",
                page.hasNext() && !items.isEmpty()
                        ? url(list, number + 1, token(position.apply(items.get(items.size() - 1)), false))
                        : null);
        meta.put("key", key);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put(key, items.stream().map(representation).toList());
        envelope.put("meta", meta);
        return envelope;
    }

    private static Optional<PageToken> token(Position position, boolean backwards) {
        return Optional.of(new PageToken(position, backwards));
    }

    private String url(String list, int page, Optional<PageToken> token) {
        Map<String, String> query = new LinkedHashMap<>(filters);
        query.put("PageSize", Integer.toString(request.size()));
        query.put("Page", Integer.toString(page));
        token.ifPresent(position -> query.put("PageToken", position.text()));
        StringBuilder url = new StringBuilder(list);
        query.forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(ApiPath.encoded(value)));
        return url.toString();
    }
}
