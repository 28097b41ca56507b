package io.verifytotp.keycloak.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Service is found among those of its realm only. */
class ServicesTest {
    private final ConfiguredService one = service("realm-1");
    private final ConfiguredService other = service("realm-1");
    private final Services services = new Fixed("realm-1", List.of(one, other));

    @Test
    void findsEachByItsId() {
        assertThat(services.find("realm-1", one.service().id())).contains(one);
        assertThat(services.find("realm-1", other.service().id())).contains(other);
    }

    @Test
    void findsNoneOfAnotherRealm() {
        assertThat(services.find("realm-2", one.service().id())).isEmpty();
        assertThat(services.find("realm-1", ServiceId.defaultOf("realm-2"))).isEmpty();
    }

    private static ConfiguredService service(String realm) {
        Service base = ServiceBuilder.aService().build();
        Service service = new Service(ServiceId.random(), realm, base.policy());
        return new ConfiguredService(service, "Payments", false, Map.of(), Optional.empty(), Optional.empty());
    }

    /** One realm's Services, which never change. */
    private record Fixed(String realm, List<ConfiguredService> all) implements Services {
        @Override
        public Service defaultOf(String realmId) {
            return all.get(0).service();
        }

        @Override
        public List<ConfiguredService> of(String realmId) {
            return realm.equals(realmId) ? all : List.of();
        }

        @Override
        public ConfiguredService create(String realmId, String name, Map<String, String> values, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ConfiguredService> update(
                ConfiguredService service, String name, Map<String, String> values, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(ConfiguredService service) {
            throw new UnsupportedOperationException();
        }
    }
}
