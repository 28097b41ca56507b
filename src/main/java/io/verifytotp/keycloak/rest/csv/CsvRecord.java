package io.verifytotp.keycloak.rest.csv;

import java.util.List;
import java.util.Optional;

/**
 * One record of a CSV file.
 *
 * @param line number of the line that it begins in, from 1
 * @param problem sentence about its syntax; empty if its cells can be used
 */
record CsvRecord(int line, List<String> cells, Optional<String> problem) {
    /** Does not print the cells, which contain seeds. */
    @Override
    public String toString() {
        return "CsvRecord[line " + line + ", " + cells.size() + " cells]";
    }
}
