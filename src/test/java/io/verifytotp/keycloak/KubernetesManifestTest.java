package io.verifytotp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The example for the Keycloak Operator, held against the schema of the Operator's own resource. */
class KubernetesManifestTest {
    private static final String SCHEMA = "/kubernetes/keycloak_v2beta1.json";

    private final JsonNode manifest =
            new YAMLMapper().readTree(Files.readString(Path.of("examples", "kubernetes", "keycloak.yaml")));

    KubernetesManifestTest() throws IOException {}

    @Test
    void fitsTheSchemaOfTheOperator() throws IOException {
        assertThat(violations(manifest)).isEmpty();
        assertThat(manifest.get("apiVersion").asText()).isEqualTo("k8s.keycloak.org/v2beta1");
        assertThat(manifest.get("kind").asText()).isEqualTo("Keycloak");
    }

    @Test
    void theSchemaRefusesFieldsThatTheOperatorDoesNotKnow() throws IOException {
        ObjectNode misspelled = manifest.deepCopy();
        ((ObjectNode) misspelled.at("/spec/db")).put("maxPoolSize", 100);

        assertThat(violations(misspelled)).hasSize(1);
    }

    @Test
    void theKeyFileIsTheSecretThatIsMounted() {
        JsonNode pod = manifest.at("/spec/unsupported/podTemplate/spec");
        Path file = Path.of(option("spi-verify-totp--default--key-file"));

        assertThat(pod.at("/containers/0/volumeMounts/0/mountPath").asText())
                .isEqualTo(Objects.requireNonNull(file.getParent()).toString());
        assertThat(pod.at("/containers/0/volumeMounts/0/name").asText())
                .isEqualTo(pod.at("/volumes/0/name").asText());
        assertThat(pod.at("/volumes/0/secret/defaultMode").asInt())
                .as("our key ring is refused if others may read it")
                .isEqualTo(0440);
    }

    @Test
    void thePoolHasTwoConnectionsForEachThread() {
        int threads = Integer.parseInt(option("http-pool-max-threads"));

        assertThat(manifest.at("/spec/db/poolMaxSize").asInt()).isGreaterThanOrEqualTo(2 * threads);
    }

    private String option(String name) {
        return StreamSupport.stream(manifest.at("/spec/additionalOptions").spliterator(), false)
                .filter(option -> option.get("name").asText().equals(name))
                .map(option -> option.get("value").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Set<ValidationMessage> violations(JsonNode manifest) throws IOException {
        try (InputStream text =
                Objects.requireNonNull(KubernetesManifestTest.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(text);
            return schema.validate(manifest);
        }
    }
}
