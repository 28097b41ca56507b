package io.verifytotp.keycloak.rest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV by RFC 4180, and what spreadsheets and shells make of it. */
class CsvReaderTest {
    @Test
    void splitsLinesAtCommas() {
        assertThat(cells("a,b\nc,d\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(cells("a,b\r\nc,d\r\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(cells("a,b\r\nc,d")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void keepsEmptyCells() {
        assertThat(cells(",\n,,\n\"\",x")).containsExactly(List.of("", ""), List.of("", "", ""), List.of("", "x"));
    }

    @Test
    void takesQuotedCellsAsTheyAre() {
        assertThat(cells("\"a,b\",\"say \"\"hi\"\"\",\" c \"\n")).containsExactly(List.of("a,b", "say \"hi\"", " c "));
        assertThat(cells("\"a\r\nb\",c\n")).containsExactly(List.of("a\r\nb", "c"));
    }

    @Test
    void skipsBlankLinesAndCountsThem() {
        assertThat(CsvReader.read("\n\na\n  \n\r\nb\n\n"))
                .extracting(CsvRecord::line)
                .containsExactly(3, 6);
    }

    @Test
    void numbersARecordByItsFirstLine() {
        assertThat(CsvReader.read("a\n\"b\nb\nb\",c\nd"))
                .extracting(CsvRecord::line)
                .containsExactly(1, 2, 5);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|a\"b,c|, quotation mark within a cell",
                "|\"a\"b,c|, text behind a closing quotation mark",
                "|\"a\"\"\"b,c|, text behind a closing quotation mark",
            })
    void spoilsOneRecordByAMistakeInIt(String bad, String message) {
        List<CsvRecord> records = CsvReader.read("x,y\n" + bad + "\nz,z\n");

        assertThat(records).extracting(CsvRecord::line).containsExactly(1, 2, 3);
        assertThat(records.get(1).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains(message));
        assertThat(records.get(2).problem()).isEmpty();
    }

    @Test
    void spoilsARecordByALoneCarriageReturn() {
        assertThat(CsvReader.read("a,b\rc,d\n").get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("carriage return"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n\"b", "a\n\"b\nc,d\ne", "a\n\"b\"\"", "a\n\""})
    void refusesAFileWithAQuoteThatIsNeverClosed(String text) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> CsvReader.read(text))
                .withMessage("Body: line 2 opens a quotation mark that is never closed");
    }

    /** Whatever is written by the rules is read as it was. */
    @Test
    void readsBackWhatIsWritten() {
        Random random = new Random(4180);
        for (int i = 0; i < 2000; i++) {
            List<List<String>> rows = random.ints(1 + random.nextInt(5))
                    .mapToObj(row -> random.ints(2 + random.nextInt(3))
                            .mapToObj(cell -> text(random))
                            .toList())
                    .toList();
            StringBuilder written = new StringBuilder();
            rows.forEach(row -> written.append(String.join(
                            ",",
                            row.stream()
                                    .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                                    .toList()))
                    .append(random.nextBoolean() ? "\n" : "\r\n"));

            assertThat(cells(written.toString())).isEqualTo(rows);
        }
    }

    /** Whatever arrives, reading ends, and in nothing but records or a refusal. */
    @Test
    void endsOnAnyText() {
        Random random = new Random(4180);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random) + text(random);
            try {
                CsvReader.read(text);
            } catch (ApiError e) {
                assertThat(e.status()).isEqualTo(400);
            }
        }
    }

    private static String text(Random random) {
        String alphabet = "ab,\"\n\r\uffff ";
        return random.ints(random.nextInt(8), 0, alphabet.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(alphabet.charAt(index)), StringBuilder::append)
                .toString();
    }

    private static List<List<String>> cells(String text) {
        return CsvReader.read(text).stream().map(CsvRecord::cells).toList();
    }
}
