package io.verifytotp.keycloak.rest.csv;

import io.verifytotp.keycloak.rest.http.ApiError;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A CSV file of factors to import, whose header line names its columns. */
public final class FactorFile {
    /** Maximum lines below the header line. */
    public static final int MAX_LINES = 1000;

    private static final int TOO_LARGE = 413;
    private static final String BODY = "Body";
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Columns of the file. */
    enum Column {
        IDENTITY,
        USERNAME,
        URI,
        SECRET,
        ALG,
        DIGITS,
        PERIOD,
        FRIENDLY_NAME,
        VERIFIED;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Column> of(String title) {
            return Arrays.stream(values())
                    .filter(column -> column.title().equals(title))
                    .findFirst();
        }
    }

    private final Map<Column, Integer> columns;
    private final List<CsvRecord> records;

    private FactorFile(Map<Column, Integer> columns, List<CsvRecord> records) {
        this.columns = columns;
        this.records = records;
    }

    /** Reads a file; throws the API's 400 if it can't be used at all, and 413 if it has too many lines. */
    public static FactorFile parse(String text) {
        List<CsvRecord> records =
                CsvReader.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text);
        if (records.isEmpty()) {
            throw refused("is empty; its first line must name the columns: " + titles());
        }
        if (records.size() - 1 > MAX_LINES) {
            throw ApiError.of(
                    TOO_LARGE,
                    "The file has " + (records.size() - 1) + " lines below its header line; send at most " + MAX_LINES
                            + " in one request, each time with the header line");
        }
        return new FactorFile(columns(records.get(0)), records.subList(1, records.size()));
    }

    /** Returns whether users are given by their names instead of their ids. */
    public boolean hasUserNames() {
        return columns.containsKey(Column.USERNAME);
    }

    public List<FactorLine> lines() {
        return records.stream().map(each -> new FactorLine(columns, each)).toList();
    }

    private static Map<Column, Integer> columns(CsvRecord header) {
        header.problem().ifPresent(problem -> {
            throw refused("the header line " + problem);
        });
        List<String> titles = header.cells();
        if (titles.size() == 1 && (titles.get(0).contains(";") || titles.get(0).contains("\t"))) {
            throw refused("must separate its columns with commas");
        }
        Map<Column, Integer> columns = new EnumMap<>(Column.class);
        IntStream.range(0, titles.size()).forEach(index -> {
            Column column = Column.of(titles.get(index).strip())
                    .orElseThrow(() -> refused("column " + (index + 1)
                            + " of the header line is unknown; the columns are " + titles() + ", in small letters"));
            if (columns.put(column, index) != null) {
                throw refused("the header line has the column " + column.title() + " twice");
            }
        });
        requireOneOf(columns, Column.IDENTITY, Column.USERNAME);
        requireOneOf(columns, Column.URI, Column.SECRET);
        requireNoParametersBesideUri(columns);
        return columns;
    }

    private static void requireOneOf(Map<Column, Integer> columns, Column one, Column other) {
        if (columns.containsKey(one) == columns.containsKey(other)) {
            throw refused("the header line needs one of the columns " + one.title() + " and " + other.title()
                    + (columns.containsKey(one) ? ", not both" : ""));
        }
    }

    private static void requireNoParametersBesideUri(Map<Column, Integer> columns) {
        List.of(Column.ALG, Column.DIGITS, Column.PERIOD).forEach(column -> {
            if (columns.containsKey(Column.URI) && columns.containsKey(column)) {
                throw refused("the header line has the columns uri and " + column.title()
                        + "; leave out the latter, because the URI says it");
            }
        });
    }

    private static ApiError refused(String problem) {
        return ApiError.parameter(BODY, problem);
    }

    private static String titles() {
        return Arrays.stream(Column.values()).map(Column::title).collect(Collectors.joining(", "));
    }
}
