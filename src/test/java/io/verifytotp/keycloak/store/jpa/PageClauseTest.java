package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.id.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page looks like in a query; that it is the right page is shown by the contracts of the ports. */
class PageClauseTest {
    private static final PageRequest.Position SOMEWHERE =
            new PageRequest.Position(Instant.EPOCH, UUID.fromString("00000000-0000-0000-0000-000000000001"));

    @ParameterizedTest(name = "backwards {0}, newest first {1}: {2}, {3}")
    @CsvSource({"false, false, >, asc", "false, true, <, desc", "true, false, <, desc", "true, true, >, asc"})
    void seeksTheMomentFirstAndReadsOnInOneDirection(
            boolean backwards, boolean newestFirst, String beyond, String direction) {
        PageRequest request = new PageRequest(5, Optional.of(SOMEWHERE), backwards, newestFirst);

        assertThat(new PageClause(request, "c").clause())
                .isEqualTo((" and c.createdAt B= :fromAt and (c.createdAt B :fromAt or c.id B :fromId)"
                                + " order by c.createdAt D, c.id D")
                        .replace("B", beyond)
                        .replace("D", direction));
    }

    @Test
    void seeksNothingFromTheBeginning() {
        PageRequest request = new PageRequest(5, Optional.empty(), false, true);

        assertThat(new PageClause(request, "e").clause()).isEqualTo(" order by e.createdAt desc, e.id desc");
    }
}
