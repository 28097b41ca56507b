package io.verifytotp.keycloak.seal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Command for key files: {@code java -jar keycloak-verify-totp.jar make|add|check <file>}. It prints ids, never keys.
 * Exit status 0 for success, 1 for an invalid file, 2 for an invalid command.
 */
public final class KeyRingCommand {
    private static final String USAGE = """
            Usage: java -jar keycloak-verify-totp.jar <command> <file>
              make   creates a key file with one new key
              add    inserts a new first key, which encrypts from now on; the others still decrypt
              check  prints the ids of the keys, or what is wrong with the file""";

    private KeyRingCommand() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() != 2) {
            err.println(USAGE);
            return 2;
        }
        KeyFile file = new KeyFile(Path.of(arguments.get(1)));
        try {
            switch (arguments.get(0)) {
                case "make" -> make(file);
                case "add" -> file.add(freeId(file.read()), new SecureRandom());
                case "check" -> file.read();
                default -> {
                    err.println(USAGE);
                    return 2;
                }
            }
            List<String> ids = file.read().ids();
            out.println(arguments.get(1) + ": keys " + String.join(", ", ids) + "; " + ids.get(0) + " seals");
            return 0;
        } catch (KeyRingException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static void make(KeyFile file) {
        if (file.exists()) {
            throw new KeyRingException("The file exists already. To insert a new key, use: add");
        }
        file.create("k1", new SecureRandom());
    }

    private static String freeId(KeyRing ring) {
        return IntStream.iterate(ring.ids().size() + 1, i -> i + 1)
                .mapToObj(i -> "k" + i)
                .filter(id -> !ring.ids().contains(id))
                .findFirst()
                .orElseThrow();
    }
}
