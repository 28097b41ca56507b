package io.verifytotp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Limits that keep the code readable for somebody who has never seen it: sizes of files and methods, and words. */
class ReadabilityTest {
    private static final Path MAIN = Path.of("src", "main", "java");

    @Nested
    class Sizes {
        @Test
        void noFileHasMoreThan200Lines() throws IOException {
            assertThat(javaFiles()).allSatisfy(file -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(200));
        }

        @Test
        void halfOfTheFilesHaveAtMost60Lines() throws IOException {
            List<Integer> sizes = javaFiles().stream()
                    .map(file -> lines(file).size())
                    .sorted()
                    .toList();

            assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(60);
        }

        @Test
        void noMethodHasMoreThan30Lines() throws IOException {
            assertThat(methodsLongerThan(30)).isEmpty();
        }
    }

    @Nested
    class Words {
        /** Words that were ours alone, each with the one that took its place. */
        private static final Pattern OLD = Pattern.compile(
                "(?i)\\b(desks?|standings?|settle[sdr]?|settling|settlements?|occasions?|leftovers?|(back)?doors?|rooms?"
                        + "|unhurried|impatient|anew|whoever|putting off|stands? in line|admissions?|registry)\\b");

        /** Words of Keycloak's, of the JDK's, and names that are fixed. */
        private static final Pattern ALLOWED = Pattern.compile(
                "globalRegistry|MeterRegistry|verify-totp\\.settled" + "|container registry|[Hh]elp desks?|helpdesk");

        @Test
        void thatWereOursAloneDoNotComeBackInTheCode() throws IOException {
            assertThat(found(javaFiles())).isEmpty();
        }

        @Test
        void thatWereOursAloneDoNotComeBackInPagesAndDocuments() throws IOException {
            List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
            files.addAll(files(Path.of("docs"), ".md"));
            files.addAll(files(Path.of("themes"), ".ftl"));
            files.addAll(files(Path.of("themes"), "_en.properties"));

            assertThat(found(files)).isEmpty();
        }

        @Test
        void atMostThreeSentencesOfJavadocBeginWithWhatWhoOrThat() throws IOException {
            Pattern riddle = Pattern.compile("(/\\*\\*|^\\s*\\*|[.!?:])\\s+(What|Who|That)\\b");
            List<String> found = new ArrayList<>();
            for (Path file : javaFiles()) {
                lines(file).stream()
                        .filter(line ->
                                line.strip().startsWith("*") || line.strip().startsWith("/**"))
                        .filter(line -> riddle.matcher(line).find())
                        .forEach(line -> found.add(file.getFileName() + ": " + line.strip()));
            }

            assertThat(found).hasSizeLessThanOrEqualTo(3);
        }

        private List<String> found(List<Path> files) {
            List<String> found = new ArrayList<>();
            for (Path file : files) {
                for (String line : lines(file)) {
                    Matcher old = OLD.matcher(ALLOWED.matcher(line).replaceAll(""));
                    if (old.find()) {
                        found.add(file + ": " + old.group());
                    }
                }
            }
            return found;
        }
    }

    private static List<String> methodsLongerThan(int most) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                LineMap lines = unit.getLineMap();
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        BlockTree body = method.getBody();
                        if (body != null) {
                            long length = lines.getLineNumber(positions.getEndPosition(unit, body))
                                    - lines.getLineNumber(positions.getStartPosition(unit, body))
                                    - 1;
                            if (length > most) {
                                found.add(unit.getSourceFile().getName() + ": " + method.getName() + " has " + length);
                            }
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }
        return found;
    }

    private static List<Path> javaFiles() throws IOException {
        return files(MAIN, ".java");
    }

    private static List<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
