package io.verifytotp.keycloak.rest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verifytotp.keycloak.domain.fake.ServiceBuilder;
import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that are refused: each with its number, what is wrong and what to change, and nothing of what it says. */
class BadLinesTest {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            u1,{seed},sha1,6,30,Phone                     | 20400 | The line has 6 cells, the header line 7; add or remove commas
            u1,{seed},sha1,6,30,Phone,true,               | 20400 | The line has 8 cells, the header line 7; add or remove commas
            u1,{seed},sha1,6,30,Phone, blue,true          | 20400 | The line has 8 cells, the header line 7; add or remove commas, and put cells that contain one into quotation marks
            u1,{seed},sha1,6,30,12" phone,true            | 20400 | The line has a quotation mark within a cell; put the whole cell into quotation marks
            u1,{seed},sha1,6,30,"My" phone,true           | 20400 | The line has text behind a closing quotation mark; double
            u1,{seed},sha1,6,30,Pho\\rne,true             | 20400 | The line has a carriage return that no line feed follows; end lines with LF or CRLF
            ,{seed},sha1,6,30,Phone,true                  | 60306 | identity: is required
            ,,,,,,                                        | 60306 | identity: is required
            u1,,sha1,6,30,Phone,true                      | 60306 | secret: is required
            u1,===,sha1,6,30,Phone,true                   | 60306 | secret: has 0 bytes, and fewer than 16 are not safe; let this user set up a new app
            u1,GEZDGNBVGY3TQOJQ,sha1,6,30,Phone,true      | 60306 | secret: has 10 bytes, and fewer than 16 are not safe
            u1,{seed}{seed}{seed}{seed}{seed}{seed}{seed},sha1,6,30,Phone,true | 60306 | secret: has 140 bytes, and at most 128 are accepted
            u1,{seed}G,sha1,6,30,Phone,true               | 60306 | secret: is not complete: Base32 never has this number of characters; copy it again
            u1,{seed}01,sha1,6,30,Phone,true              | 60306 | secret: must be Base32: the letters A to Z and the digits 2 to 7
            u1,3132333435363738393031323334353637383930,sha1,6,30,Phone,true | 60306 | secret: must be Base32, and this looks like hexadecimal; docs/migrate.md
            u1,MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=,sha1,6,30,Phone,true | 60306 | secret: must be Base32: the letters
            u1,{seed},md5,6,30,Phone,true                 | 60306 | alg: must be one of sha1, sha256, sha512
            u1,{seed},sha1,six,30,Phone,true              | 60306 | digits: must be a whole number from 3 to 8
            u1,{seed},sha1,2,30,Phone,true                | 60306 | digits: must be a whole number from 3 to 8
            u1,{seed},sha1,9,30,Phone,true                | 60306 | digits: must be a whole number from 3 to 8
            u1,{seed},sha1,6.0,30,Phone,true              | 60306 | digits: must be a whole number from 3 to 8
            u1,{seed},sha1,6,30s,Phone,true               | 60306 | period: must be a whole number from 20 to 60
            u1,{seed},sha1,6,15,Phone,true                | 60306 | period: must be a whole number from 20 to 60
            u1,{seed},sha1,6,-30,Phone,true               | 60306 | period: must be a whole number from 20 to 60
            u1,{seed},sha1,6,99999999999,Phone,true       | 60306 | period: must be a whole number from 20 to 60
            u1,{seed},sha1,6,30,{long},true               | 60306 | friendly_name: must be a text of at most 64 characters on one line
            u1,{seed},sha1,6,30,"Pho\\nne",true           | 60306 | friendly_name: must be a text of at most 64 characters on one line
            u1,{seed},sha1,6,30,Pho\\tne,true             | 60306 | friendly_name: must be a text of at most 64 characters on one line
            u1,{seed},sha1,6,30,\\u200b,true              | 60306 | friendly_name: must contain a visible character, or be empty
            u1,{seed},sha1,6,30,Phone,yes                 | 60306 | verified: must be true or false, or empty, which means false
            """)
    void withColumnsOfTheirOwn(String line, int code, String message) {
        assertRefused("identity,secret,alg,digits,period,friendly_name,verified", line, code, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            ,otpauth://totp/x?secret={seed}                  | 60306 | username: is required
            u1,                                              | 60306 | uri: is required
            u1,{seed}                                        | 60306 | uri: must begin with otpauth://totp/
            u1,https://example.org/?secret={seed}            | 60306 | uri: must begin with otpauth://totp/
            u1,otpauth:totp/x?secret={seed}                  | 60306 | uri: must begin with otpauth://totp/
            u1,otpauth://hotp/x?secret={seed}&counter=1      | 60306 | uri: is of type hotp, which counts; only totp is supported
            u1,otpauth://steam/x?secret={seed}               | 60306 | uri: is of type steam; only totp is supported
            u1,otpauth://yaotp/x?secret={seed}               | 60306 | uri: must begin with otpauth://totp/
            u1,otpauth://totp/Steam:x?secret={seed}&encoder=steam | 60306 | uri: has an encoder, such as Steam's; only codes of digits
            u1,otpauth-migration://offline?data=CjEKCkhlbGxv | 60306 | uri: is an export of Google Authenticator; docs/migrate.md has a command
            u1,otpauth://totp/x                              | 60306 | uri: its secret is required
            u1,otpauth://totp/x?secret=                      | 60306 | uri: its secret is required
            u1,otpauth://totp/x?SECRET={seed}                | 60306 | uri: its secret is required
            u1,otpauth://totp/x?secret={seed}&secret={seed}  | 60306 | uri: has a parameter twice
            u1,otpauth://totp/x?secret={seed}&issuer=100%    | 60306 | uri: has a percent sign that no two hexadecimal digits follow; write it as %25
            u1,otpauth://totp/x?secret={seed}&issuer=%zz     | 60306 | uri: has a percent sign that no two hexadecimal digits follow
            u1,otpauth://totp/x?secret=GEZDGNBV1             | 60306 | uri: its secret must be Base32: the letters A to Z and the digits 2 to 7
            u1,otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ      | 60306 | uri: its secret has 10 bytes, and fewer than 16 are not safe
            u1,otpauth://totp/x?secret={seed}&algorithm=MD5  | 60306 | uri: its algorithm must be one of sha1, sha256, sha512
            u1,otpauth://totp/x?secret={seed}&digits=10      | 60306 | uri: its digits must be a whole number from 3 to 8
            u1,otpauth://totp/x?secret={seed}&period=0       | 60306 | uri: its period must be a whole number from 20 to 60
            """)
    void withUris(String line, int code, String message) {
        assertRefused("username,uri", line, code, message);
    }

    private static void assertRefused(String header, String template, int code, String message) {
        String line = template.replace("{seed}", SEED)
                .replace("{long}", "x".repeat(65))
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\u200b", "\u200b");
        List<FactorLine> lines =
                FactorFile.parse(header + "\n\n" + line + "\n" + line + "\n").lines();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).number()).isEqualTo(3);
        ApiError refused = catchThrowableOfType(ApiError.class, () -> read(lines.get(0)));
        assertThat(refused.getMessage()).startsWith(message).doesNotContain("GEZD", "u1", "3132", "MTI", "Pho");
        assertThat(refused.representation()).containsEntry("code", code).containsEntry("status", 400);
    }

    private static void read(FactorLine line) {
        line.requireCells();
        line.user();
        line.plan(ServiceBuilder.aService().build().policy());
        line.isVouched();
    }
}
