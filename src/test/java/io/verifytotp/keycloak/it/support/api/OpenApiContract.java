package io.verifytotp.keycloak.it.support.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi31;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/openapi.yaml} promises. Paths start after {@code /realms/{realm}/verify-totp}. */
public final class OpenApiContract {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(OpenApi31.getInstance())
                    .defaultMetaSchemaIri(OpenApi31.getInstance().getIri()));
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private OpenApiContract(JsonNode document) {
        this.document = document;
        String server = document.at("/servers/0/url").asText();
        document.get("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operations.add(new Operation(
                        method.toUpperCase(Locale.ROOT),
                        below(server + path.getKey()),
                        path.getValue().get(method)))));
    }

    public static OpenApiContract get() {
        return Loaded.CONTRACT;
    }

    /** Everything that can be called, as {@code GET /v2/Services/{Sid}}. */
    public List<String> operations() {
        return operations.stream().map(Operation::name).toList();
    }

    /** Fails if the file does not allow that answer. What is no operation of the file may only be an error. */
    public void check(String method, String pathAndQuery, ApiReply reply) {
        if (method.equals("OPTIONS")) {
            return;
        }
        String what = method + ' ' + pathAndQuery + " answered " + reply.status() + ' ' + reply.text();
        String path = pathAndQuery.replaceFirst("\\?.*", "");
        Optional<JsonNode> response = operation(method.equals("HEAD") ? "GET" : method, path)
                .map(operation -> declared(operation, reply.status(), what));
        if (response.isEmpty()) {
            assertThat(reply.status()).as("No operation, but " + what).isGreaterThanOrEqualTo(400);
        }
        if (method.equals("HEAD") || (response.isPresent() && !response.get().has("content"))) {
            assertThat(reply.text()).as(what).isEmpty();
            return;
        }
        assertThat(reply.headers().firstValue("Content-Type").orElse(""))
                .as(what)
                .startsWith("application/json");
        JsonNode schema = response.map(found -> found.at("/content/application~1json/schema"))
                .orElseGet(() -> document.at("/components/schemas/Error"));
        assertThat(violations(schema, reply.body())).as(what).isEmpty();
    }

    /** What is wrong with the examples of all responses. */
    public List<String> wrongExamples() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            operation.node().get("responses").forEach(response -> {
                JsonNode content = resolve(response).at("/content/application~1json");
                examples(content).forEach(example -> violations(content.get("schema"), example)
                        .forEach(violation -> wrong.add(operation.name() + ": " + violation)));
            });
        }
        return wrong;
    }

    private Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.matches(method, path))
                .findFirst();
    }

    private JsonNode declared(Operation operation, int status, String what) {
        JsonNode responses = operation.node().get("responses");
        JsonNode response = responses.path(Integer.toString(status));
        JsonNode found = resolve(response.isMissingNode() ? responses.path("default") : response);
        assertThat(found.isMissingNode()).as("Not in the file: " + what).isFalse();
        return found;
    }

    /** A key that the schema does not name is one that the file forgot. */
    private List<String> violations(JsonNode schema, JsonNode body) {
        return compiled.computeIfAbsent(schema, this::compile).validate(body).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.get("components"));
        if (!root.has("unevaluatedProperties")) {
            root.put("unevaluatedProperties", false);
        }
        return SCHEMAS.getSchema(root, STRICT);
    }

    private List<JsonNode> examples(JsonNode content) {
        List<JsonNode> examples = new ArrayList<>();
        if (content.has("example")) {
            examples.add(content.get("example"));
        }
        content.path("examples")
                .forEach(example -> examples.add(resolve(example).get("value")));
        return examples;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static String below(String url) {
        return url.substring(url.indexOf("/verify-totp/") + "/verify-totp".length());
    }

    private record Operation(String method, String template, JsonNode node) {
        String name() {
            return method + ' ' + template;
        }

        boolean matches(String requestMethod, String path) {
            return method.equals(requestMethod) && pattern().matcher(path).matches();
        }

        private Pattern pattern() {
            return Pattern.compile(Arrays.stream(template.split("/", -1))
                    .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                    .collect(Collectors.joining("/")));
        }
    }

    private static final class Loaded {
        private static final OpenApiContract CONTRACT = load();

        private static OpenApiContract load() {
            Path file = Path.of(System.getProperty("basedir", "."), "docs", "openapi.yaml");
            try {
                return new OpenApiContract(new YAMLMapper().readTree(file.toFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
