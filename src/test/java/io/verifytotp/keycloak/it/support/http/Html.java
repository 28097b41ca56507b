package io.verifytotp.keycloak.it.support.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much HTML as Keycloak's login pages need: tags by attribute, text without tags. */
public record Html(String source) {
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern FIELD =
            Pattern.compile("<(?:input|button|option)\\b[^>]*>|<textarea\\b.*?</textarea>", Pattern.DOTALL);
    private static final Pattern NUMERIC_ENTITY = Pattern.compile("&#(x?)([0-9a-fA-F]+);");

    /** Where the page's first form goes. */
    public Optional<String> formAction() {
        return first("<form\\b[^>]*>").flatMap(form -> form.attribute("action"));
    }

    /** Where the first link goes whose address has that in it. */
    public Optional<String> link(String part) {
        return first("<a\\b[^>]*\\shref=\"[^\"]*" + Pattern.quote(part) + "[^\"]*\"[^>]*>")
                .flatMap(link -> link.attribute("href"));
    }

    /** Those of the page's first form: others, such as that of "Try another way", have their own. */
    public Map<String, String> hiddenFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        first("<form\\b[^>]*>.*?</form>").orElse(this).inputs().stream()
                .filter(input -> input.attribute("type").equals(Optional.of("hidden")))
                .forEach(input -> fields.put(
                        input.attribute("name").orElse(""),
                        input.attribute("value").orElse("")));
        return fields;
    }

    public boolean hasField(String name) {
        return !values(name).isEmpty();
    }

    /** What the inputs of that name offer: one value for each. */
    public List<String> values(String name) {
        return inputs().stream()
                .filter(input -> input.attribute("name").equals(Optional.of(name)))
                .map(input -> input.attribute("value").orElse(""))
                .toList();
    }

    /** The source of everything that a form sends. */
    public List<String> fields() {
        return FIELD.matcher(source)
                .results()
                .map(MatchResult::group)
                .map(Html::decode)
                .toList();
    }

    /** Whether the checkbox of that name is ticked. */
    public boolean isChecked(String name) {
        return inputs().stream()
                .filter(input -> input.attribute("name").equals(Optional.of(name)))
                .anyMatch(input -> input.source.matches("(?s).*\\schecked\\b.*"));
    }

    public boolean hasId(String id) {
        return tag(id).isPresent();
    }

    /** The text of the element with that id, as a person reads it. */
    public Optional<String> text(String id) {
        return textOf("\\bid=\"" + Pattern.quote(id) + '"');
    }

    /** The text of the first element that has a matching attribute. */
    public Optional<String> textOf(String attribute) {
        return first("<(\\w+)\\b[^>]*" + attribute + "[^>]*>.*?</\\1>").map(Html::plain);
    }

    public Optional<String> attribute(String id, String name) {
        return tag(id).flatMap(tag -> tag.attribute(name));
    }

    /** Of the first tag in the source. */
    private Optional<String> attribute(String name) {
        Matcher matcher = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(source);
        return matcher.find() ? Optional.of(decode(matcher.group(1))) : Optional.empty();
    }

    private Optional<Html> tag(String id) {
        return first("<[^>]*\\bid=\"" + Pattern.quote(id) + "\"[^>]*>");
    }

    private List<Html> inputs() {
        return INPUT.matcher(source)
                .results()
                .map(MatchResult::group)
                .map(Html::new)
                .toList();
    }

    private Optional<Html> first(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(source);
        return matcher.find() ? Optional.of(new Html(matcher.group())) : Optional.empty();
    }

    private String plain() {
        return decode(TAG.matcher(source).replaceAll(" ")).strip().replaceAll("\\s+", " ");
    }

    private static String decode(String text) {
        String numbersDecoded = NUMERIC_ENTITY.matcher(text).replaceAll(entity -> {
            int radix = entity.group(1).isEmpty() ? 10 : 16;
            return Matcher.quoteReplacement(Character.toString(Integer.parseInt(entity.group(2), radix)));
        });
        return numbersDecoded
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
