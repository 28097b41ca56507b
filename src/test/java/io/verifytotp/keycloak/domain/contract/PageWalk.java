package io.verifytotp.keycloak.domain.contract;

import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A caller who follows a list's links from page to page. */
public record PageWalk<T>(Function<PageRequest, Page<T>> list, Function<T, PageRequest.Position> position) {
    private static final int ENDLESS = 1000;

    /** All pages from the beginning to the end. */
    public List<List<T>> forwards(int size, boolean newestFirst) {
        List<List<T>> pages = new ArrayList<>();
        Page<T> page = list.apply(new PageRequest(size, Optional.empty(), false, newestFirst));
        pages.add(page.items());
        while (page.hasNext()) {
            T last = page.items().get(page.items().size() - 1);
            page = list.apply(new PageRequest(size, Optional.of(position.apply(last)), false, newestFirst));
            add(page, pages, pages.size());
        }
        return pages;
    }

    /** All pages from the one before that item to the beginning, in the order of the list. */
    public List<List<T>> backwards(int size, boolean newestFirst, T from) {
        List<List<T>> pages = new ArrayList<>();
        T first = from;
        Page<T> page;
        do {
            page = list.apply(new PageRequest(size, Optional.of(position.apply(first)), true, newestFirst));
            if (!page.items().isEmpty()) {
                add(page, pages, 0);
                first = page.items().get(0);
            }
        } while (page.hasPrevious());
        return pages;
    }

    private static <T> void add(Page<T> page, List<List<T>> pages, int index) {
        pages.add(index, page.items());
        if (pages.size() > ENDLESS) {
            throw new AssertionError("the list never ends, last with " + page);
        }
    }

    /** Everything on all pages, in the order of the list. */
    public List<T> all(int size, boolean newestFirst) {
        return forwards(size, newestFirst).stream().flatMap(List::stream).toList();
    }
}
