package io.verifytotp.keycloak.it.support.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of a form in their order; a name may stand several times. */
public final class Form {
    private final List<String> namesAndValues;

    private Form(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Name, value, name, value, … */
    public static Form of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A name without a value: " + List.of(namesAndValues));
        }
        return new Form(List.of(namesAndValues));
    }

    /** These fields, and then more. */
    public Form and(String... more) {
        List<String> all = new ArrayList<>(namesAndValues);
        all.addAll(of(more).namesAndValues);
        return new Form(all);
    }

    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    /** As {@code application/x-www-form-urlencoded}. */
    public String encoded() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            fields.add(encode(namesAndValues.get(i)) + '=' + encode(namesAndValues.get(i + 1)));
        }
        return String.join("&", fields);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
