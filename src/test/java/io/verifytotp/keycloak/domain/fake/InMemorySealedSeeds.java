package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sealed seeds of the factors in memory. */
public record InMemorySealedSeeds(InMemoryFactors factors) implements SealedSeeds {
    @Override
    public List<StoredSeed> notSealedWith(String realm, String current, Optional<FactorId> after, int most) {
        String from = after.map(InMemorySealedSeeds::text).orElse("");
        return outdated(realm, current)
                .sorted(Comparator.comparing(stored -> text(stored.factor())))
                .filter(stored -> text(stored.factor()).compareTo(from) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public long countNotSealedWith(String realm, String current) {
        return outdated(realm, current).count();
    }

    @Override
    public boolean replace(StoredSeed before, SealedSeed after) {
        Optional<Factor> found = factors.find(before.owner(), before.factor())
                .filter(factor -> factor.binding().seed().equals(before.seed()));
        found.ifPresent(factor -> factors.change(factor, sealed(factor, after)));
        return found.isPresent();
    }

    private Stream<StoredSeed> outdated(String realm, String current) {
        return factors.ofRealm(realm).stream()
                .map(Factor::binding)
                .filter(binding -> !binding.seed().text().startsWith("v1." + current + "."))
                .map(binding -> new StoredSeed(binding.owner(), binding.factor(), binding.seed()));
    }

    private static Factor sealed(Factor factor, SealedSeed seed) {
        TotpBinding before = factor.binding();
        return new Factor(
                new TotpBinding(before.owner(), before.factor(), before.parameters(), before.skew(), seed),
                factor.notes(),
                factor.verifiedAt());
    }

    private static String text(FactorId id) {
        return id.value().toString();
    }
}
