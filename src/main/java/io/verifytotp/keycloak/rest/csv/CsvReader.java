package io.verifytotp.keycloak.rest.csv;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splits a CSV text (RFC 4180) into records: cells separated by commas, lines ended by LF or CRLF, quotation marks
 * around a cell and doubled within it. Blank lines are skipped. A mistake spoils its record only, unless it leaves open
 * where the record ends.
 */
final class CsvReader {
    private static final char QUOTE = '"';
    private static final char END = '\uffff';

    private final String text;
    private final List<CsvRecord> records = new ArrayList<>();
    private int position;
    private int line = 1;
    private @Nullable String problem;

    private CsvReader(String text) {
        this.text = text;
    }

    /** Returns all records; throws the API's 400 if a quotation mark is never closed. */
    static List<CsvRecord> read(String text) {
        CsvReader reader = new CsvReader(text);
        while (reader.position < text.length()) {
            reader.readRecord();
        }
        return reader.records;
    }

    private void readRecord() {
        int first = line;
        problem = null;
        List<String> cells = new ArrayList<>();
        boolean more = true;
        while (more) {
            cells.add(current() == QUOTE ? quotedCell(first) : plainCell());
            more = current() == ',';
            if (more) {
                position++;
            }
        }
        endLine();
        boolean isBlank = cells.size() == 1 && cells.get(0).isBlank() && problem == null;
        if (!isBlank) {
            records.add(new CsvRecord(first, List.copyOf(cells), Optional.ofNullable(problem)));
        }
    }

    private String plainCell() {
        int begin = position;
        while (!isCellEnd()) {
            if (current() == QUOTE) {
                report(
                        "has a quotation mark within a cell; put the whole cell into quotation marks and double this one");
            }
            if (current() == '\r') {
                report("has a carriage return that no line feed follows; end lines with LF or CRLF");
            }
            position++;
        }
        return text.substring(begin, position);
    }

    private String quotedCell(int first) {
        StringBuilder cell = new StringBuilder();
        position++;
        while (true) {
            char next = current();
            if (next == END && position >= text.length()) {
                throw ApiError.parameter("Body", "line " + first + " opens a quotation mark that is never closed");
            }
            position++;
            if (next == QUOTE) {
                if (current() != QUOTE) {
                    break;
                }
                position++;
            }
            line += next == '\n' ? 1 : 0;
            cell.append(next);
        }
        if (!isCellEnd()) {
            report("has text behind a closing quotation mark; double the quotation marks within a cell");
            plainCell();
        }
        return cell.toString();
    }

    private boolean isCellEnd() {
        char next = current();
        return next == ',' || next == '\n' || position >= text.length() || text.startsWith("\r\n", position);
    }

    private void endLine() {
        position += current() == '\r' ? 2 : 1;
        line++;
    }

    private char current() {
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Keeps the first problem of a record. */
    private void report(String sentence) {
        problem = problem == null ? sentence : problem;
    }
}
