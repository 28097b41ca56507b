package io.verifytotp.keycloak.rest.csv;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.rest.csv.FactorFile.Column;
import io.verifytotp.keycloak.rest.csv.TotpTexts.Part;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.totp.VisibleText;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One line of a file of factors. Methods throw the API's 400 with the column and what to change in it. */
public final class FactorLine {
    private static final int MALFORMED = 400;

    private final Map<Column, Integer> columns;
    private final CsvRecord cells;

    FactorLine(Map<Column, Integer> columns, CsvRecord cells) {
        this.columns = columns;
        this.cells = cells;
    }

    /** Returns the number of the line in the file; the header line is 1 if nothing is above it. */
    public int number() {
        return cells.line();
    }

    /** Throws the API's 400 if the line is no record with a cell for each column. */
    public void requireCells() {
        cells.problem().ifPresent(problem -> {
            throw ApiError.of(MALFORMED, "The line " + problem);
        });
        int found = cells.cells().size();
        if (found != columns.size()) {
            throw ApiError.of(
                    MALFORMED,
                    "The line has " + found + " cells, the header line " + columns.size()
                            + "; add or remove commas, and put cells that contain one into quotation marks");
        }
    }

    /** Returns the id or the name of the user. */
    public String user() {
        Column column = columns.containsKey(Column.USERNAME) ? Column.USERNAME : Column.IDENTITY;
        return required(column);
    }

    public boolean isVouched() {
        return switch (cell(Column.VERIFIED).map(FactorLine::small).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(Column.VERIFIED, "must be true or false, or empty, which means false");
        };
    }

    /** Returns the factor of the line. Parameters that it lacks are those of authenticator apps, not the Service's. */
    public FactorPlan plan(ServicePolicy policy) {
        TotpTexts given = columns.containsKey(Column.URI) ? OtpAuthText.parse(required(Column.URI)) : ownColumns();
        return new FactorPlan(given.parameters(), policy.skew(), Optional.of(given.seed()), Optional.of(notes()));
    }

    private TotpTexts ownColumns() {
        Map<Part, String> texts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            Column.of(part.column()).flatMap(this::cell).ifPresent(text -> texts.put(part, text));
        }
        return new TotpTexts(texts, false);
    }

    private FactorNotes notes() {
        Optional<String> name = cell(Column.FRIENDLY_NAME);
        if (name.isEmpty()) {
            return FactorNotes.NONE;
        }
        String typed = name.get();
        if (typed.length() > DeviceLabel.MAX_LENGTH || typed.chars().anyMatch(Character::isISOControl)) {
            throw refused(
                    Column.FRIENDLY_NAME,
                    "must be a text of at most " + DeviceLabel.MAX_LENGTH + " characters on one line");
        }
        String visible = VisibleText.oneLine(typed);
        if (visible.isEmpty()) {
            throw refused(Column.FRIENDLY_NAME, "must contain a visible character, or be empty");
        }
        return FactorNotes.NONE.named(visible);
    }

    private String required(Column column) {
        return cell(column).orElseThrow(() -> refused(column, "is required"));
    }

    /** Returns a cell without spaces around it; empty if the file lacks the column, or the line its value. */
    private Optional<String> cell(Column column) {
        return Optional.ofNullable(columns.get(column))
                .map(cells.cells()::get)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static ApiError refused(Column column, String problem) {
        return ApiError.parameter(column.title(), problem);
    }
}
