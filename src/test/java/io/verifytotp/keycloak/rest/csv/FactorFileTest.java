package io.verifytotp.keycloak.rest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of factors: their header line, and what good lines mean. {@link BadLinesTest} has the bad ones. */
class FactorFileTest {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final TotpParameters DEFAULTS = new TotpParameters(HashAlgorithm.SHA1, 6, Duration.ofSeconds(30));
    private static final ServicePolicy POLICY =
            ServiceBuilder.aService().build().policy();

    @Nested
    class ItsHeaderLine {
        @Test
        void namesColumnsInAnyOrder() {
            FactorLine line = only("verified, secret ,identity\ntrue," + SEED + ",u1\n");

            assertThat(line.number()).isEqualTo(2);
            assertThat(line.user()).isEqualTo("u1");
            assertThat(line.isVouched()).isTrue();
            assertThat(line.plan(POLICY).seed().orElseThrow().exposeBase32()).isEqualTo(SEED);
        }

        @Test
        void mayFollowAByteOrderMarkAndBlankLines() {
            assertThat(only("\ufeffidentity,secret\nu1," + SEED).user()).isEqualTo("u1");
            assertThat(only("\r\n\r\nidentity,secret\r\nu1," + SEED + "\r\n").number())
                    .isEqualTo(4);
        }

        @Test
        void mayBeAlone() {
            assertThat(FactorFile.parse("identity,secret\n").lines()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                identity,secret,colour           | column 3 of the header line is unknown
                Identity,secret                  | column 1 of the header line is unknown
                u1,GEZDGNBVGY3TQOJQGEZDGNBVGY    | column 1 of the header line is unknown
                identity,secret,                 | column 3 of the header line is unknown
                identity,secret,secret           | the header line has the column secret twice
                identity                         | the header line needs one of the columns uri and secret
                secret                           | the header line needs one of the columns identity and username
                identity,username,secret         | the header line needs one of the columns identity and username, not both
                identity,uri,secret              | the header line needs one of the columns uri and secret, not both
                identity,uri,digits              | the header line has the columns uri and digits
                identity;secret                  | must separate its columns with commas
                identity,"secret                 | line 1 opens a quotation mark that is never closed
                identity,se"cret                 | the header line has a quotation mark within a cell
                """)
        void isRefusedWithTheWholeFile(String header, String message) {
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(() -> FactorFile.parse(header + "\nu1," + SEED + "\n"))
                    .withMessageStartingWith("Body: " + message)
                    .satisfies(e -> assertThat(e.status()).isEqualTo(400))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("GEZD", "u1", "colour"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "\ufeff", "  \n\r\n"})
        void isMissed(String text) {
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(() -> FactorFile.parse(text))
                    .withMessageStartingWith("Body: is empty; its first line must name the columns");
        }
    }

    @Nested
    class ItsLines {
        @Test
        void areAtMostAThousand() {
            String line = "u1," + SEED + "\n";

            assertThat(FactorFile.parse("identity,secret\n" + line.repeat(1000)).lines())
                    .hasSize(1000);
            assertThatExceptionOfType(ApiError.class)
                    .isThrownBy(() -> FactorFile.parse("identity,secret\n" + line.repeat(1001)))
                    .withMessageStartingWith("The file has 1001 lines below its header line; send at most 1000")
                    .satisfies(e -> assertThat(e.status()).isEqualTo(413));
        }

        @Test
        void haveTheDefaultsOfAuthenticatorAppsAndTheServicesSkew() {
            FactorPlan plan = only("identity,secret\nu1," + SEED).plan(POLICY);

            assertThat(plan.parameters()).isEqualTo(DEFAULTS);
            assertThat(plan.skew()).isEqualTo(POLICY.skew());
            assertThat(plan.notes().orElseThrow().name()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "sha1,6,30,SHA1,6,30",
            "SHA256,8,60,SHA256,8,60",
            "SHA-512,3,20,SHA512,3,20",
            ",,,SHA1,6,30",
            " sha1 , 7 , 45 ,SHA1,7,45",
        })
        void sayHowCodesAreMade(String alg, String digits, String period, HashAlgorithm a, int d, int p) {
            String row = "u1," + SEED + "," + text(alg) + "," + text(digits) + "," + text(period);

            assertThat(only("identity,secret,alg,digits,period\n" + row)
                            .plan(POLICY)
                            .parameters())
                    .isEqualTo(new TotpParameters(a, d, Duration.ofSeconds(p)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "otpauth://totp/Shop:olivia?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Shop",
                    "otpauth://totp/?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                    "otpauth://totp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                    "OTPAUTH://TOTP/x%3Fy?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq%3D%3D&algorithm=sha1",
                    "otpauth://totp/x?secret=GEZD%20GNBV%20GY3T%20QOJQ%20GEZD%20GNBV%20GY3T%20QOJQ&digits=6",
                    "otpauth://totp/x?issuer=A%26B&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=30&image=https://a/b",
                    "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&#fragment",
                })
        void mayGiveAUriAsAppsWriteIt(String uri) {
            FactorPlan plan = only("identity,uri\nu1,\"" + uri + "\"").plan(POLICY);

            assertThat(plan.seed().orElseThrow().exposeBase32()).isEqualTo(SEED);
            assertThat(plan.parameters()).isEqualTo(DEFAULTS);
        }

        @Test
        void giveTheParametersOfTheUri() {
            String uri = "otpauth://totp/x?secret=" + SEED + "&algorithm=SHA256&digits=8&period=60";

            assertThat(only("identity,uri\nu1," + uri).plan(POLICY).parameters())
                    .isEqualTo(new TotpParameters(HashAlgorithm.SHA256, 8, Duration.ofSeconds(60)));
        }

        @ParameterizedTest
        @CsvSource({"true,true", "TRUE,true", "false,false", "False,false", ",false", "' ',false"})
        void sayWhetherAManagerVouches(String cell, boolean vouched) {
            assertThat(only("identity,secret,verified\nu1," + SEED + "," + text(cell))
                            .isVouched())
                    .isEqualTo(vouched);
        }

        @Test
        void mayNameTheApp() {
            assertThat(only("identity,secret,friendly_name\nu1," + SEED
                                    + ",\"Olivia's \u202ephone, the \"\"old\"\" one\"")
                            .plan(POLICY)
                            .notes()
                            .orElseThrow()
                            .name())
                    .isEqualTo("Olivia's phone, the \"old\" one");
        }

        @Test
        void doNotPrintThemselves() {
            String uri = "otpauth://totp/x?secret=" + SEED;

            assertThat(List.of(
                            CsvReader.read(SEED).toString(),
                            OtpAuthText.parse(uri).toString(),
                            only("identity,uri\nu1," + uri).plan(POLICY).toString()))
                    .noneMatch(text -> text.contains(SEED));
        }
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static FactorLine only(String text) {
        List<FactorLine> lines = FactorFile.parse(text).lines();
        assertThat(lines).hasSize(1);
        lines.get(0).requireCells();
        return lines.get(0);
    }
}
