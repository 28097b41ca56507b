package io.verifytotp.keycloak.rest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.it.support.Command;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of docs/migrate.md, run as they stand there on a sample of each system's export. */
class MigrationCommandsTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "migrate");
    private static final Path DOCUMENT = Path.of("docs", "migrate.md");
    private static final String SHORT = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String LONG = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Google Authenticator | python3 | olivia {short} SHA1 6 30 true, Jürgen {long} SHA256 8 30 true
            Aegis                | jq      | olivia {short} SHA1 6 30 true, Jürgen {long} SHA256 8 30 true
            privacyIDEA          | awk     | olivia {short} SHA1 6 30 true, jürgen@example.org {long} SHA1 8 60 true
            LinOTP               | python3 | olivia {short} SHA1 6 30 true, Jürgen {long} SHA256 8 60 true
            PSKC                 | python3 | olivia {short} SHA1 6 30 true, Jürgen {long} SHA256 8 60 true
            An SQL table         | sqlite3 | Jürgen {long} SHA1 6 30 true, olivia {short} SHA1 6 30 true
            Hexadecimal seeds    | python3 | olivia {short} SHA1 6 30 false, Jürgen {long} SHA1 6 30 false
            """)
    void makeAFileThatIsAccepted(String heading, String program, String lines) throws IOException {
        assumeTrue(isInstalled(program), program);
        copySamples();
        if (program.equals("sqlite3")) {
            run("sqlite3 app.db < app.sql");
        }

        run(command(heading));

        assertThat(FactorFile.parse(Files.readString(folder.resolve("factors.csv")))
                        .lines())
                .map(MigrationCommandsTest::described)
                .containsExactlyElementsOf(Arrays.asList(
                        lines.replace("{short}", SHORT).replace("{long}", LONG).split(", ", -1)));
    }

    @Test
    void deleteWhatHasSeedsAfterwards() throws IOException {
        for (String file : List.of("factors.csv", "part-aa", "part-aa.json")) {
            Files.writeString(folder.resolve(file), SHORT);
        }

        run(command("Afterwards"));

        assertThat(folder).isEmptyDirectory();
    }

    private static String described(FactorLine line) {
        line.requireCells();
        FactorPlan plan = line.plan(ServiceBuilder.aService().build().policy());
        TotpParameters parameters = plan.parameters();
        return String.join(
                " ",
                line.user(),
                plan.seed().orElseThrow().exposeBase32(),
                parameters.algorithm().name(),
                String.valueOf(parameters.digits()),
                String.valueOf(parameters.period().toSeconds()),
                String.valueOf(line.isVouched()));
    }

    /** The first shell command below a heading. */
    private static String command(String heading) throws IOException {
        Pattern block =
                Pattern.compile("\n#+ " + Pattern.quote(heading) + "\n.*?\n```sh\n(.*?)\n```\n", Pattern.DOTALL);
        Matcher found = block.matcher(Files.readString(DOCUMENT));
        assertThat(found.find()).as(heading).isTrue();
        return found.group(1);
    }

    private void copySamples() throws IOException {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            for (Path sample : samples.toList()) {
                Files.copy(sample, folder.resolve(sample.getFileName()));
            }
        }
    }

    private void run(String script) {
        Command.of("bash", "-euc", script)
                .in(folder)
                .environment(variables -> variables.put("LC_ALL", "C.UTF-8"))
                .output(Duration.ofMinutes(1));
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
